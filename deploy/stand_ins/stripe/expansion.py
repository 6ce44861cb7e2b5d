"""`expand[]`: ids in an answer become the objects they name."""

from deploy.stand_ins.stripe.errors import Refusal
from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.wire import Json

KINDS = {
    "latest_charge": "charge",
    "charge": "charge",
    "payment_intent": "payment_intent",
    "payment_method": "payment_method",
}
DEEPEST = 4


def expand(store: Store, body: Json, paths: list[str]) -> Json:
    """The answer with the named properties expanded; refuses what Stripe would not expand."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise Refusal(f"You cannot expand more than {DEEPEST} levels of a property: {path}", param="expand")
        targets = [body]
        if steps[0] == "data" and body.get("object") == "list":
            targets, steps = body["data"], steps[1:]
        for target in targets:
            _expand(store, target, steps, path)
    return body


def _expand(store: Store, target: Json, steps: list[str], path: str) -> None:
    if not steps:
        return
    name = steps[0]
    if name == "refunds" and target.get("object") == "charge":
        refunds = store.children("refund", target["payment_intent"])[::-1]
        data = [refund for refund in refunds if refund["charge"] == target["id"]]
        url = f"/v1/charges/{target['id']}/refunds"
        target[name] = {"object": "list", "data": data, "has_more": False, "url": url}
        return
    if name not in KINDS or name not in target:
        raise Refusal(f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(target[name], str):
        target[name] = store.get(KINDS[name], target[name])
    if target[name] is not None:
        _expand(store, target[name], steps[1:], path)
