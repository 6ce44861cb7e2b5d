from shared import migrate

migrate.run()
