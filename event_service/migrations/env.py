from shared.commands import migrate

migrate.run()
