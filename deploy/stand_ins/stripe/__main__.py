from deploy.stand_ins.start import announce, listen, read_settings, serve
from deploy.stand_ins.stripe.app import build
from deploy.stand_ins.stripe.settings import Settings

settings = read_settings(Settings)
listener = listen(settings.host, settings.port)
app = build(settings)
announce(api=f"http://{settings.host}:{listener.getsockname()[1]}")
serve(app, listener)
