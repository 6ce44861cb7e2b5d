from shared.errors import Conflict, NotFound


class ReconciliationNotFound(NotFound):
    detail = "There is no such reconciliation."


class ReconciliationRunning(Conflict):
    detail = "A reconciliation is running already; wait until it is finished."
