"""Says what happens, where and when: organizers, venues, events, ticket types, staff, images, sales figures."""
