from deploy.stand_ins.inbox.app import build
from deploy.stand_ins.inbox.settings import Settings
from deploy.stand_ins.start import announce, listen, read_settings, serve

settings = read_settings(Settings)
smtp, web = listen(settings.host, settings.smtp_port), listen(settings.host, settings.web_port)
app = build(settings, smtp)
announce(smtp=f"smtp://{settings.host}:{smtp.getsockname()[1]}", web=f"http://{settings.host}:{web.getsockname()[1]}")
serve(app, web)
