import smtplib

import pytest

from deploy.stand_ins.inbox.tests.conftest import Inbox, mail


def test_without_a_plan_every_mail_is_taken(inbox: Inbox):
    for n in range(20):
        inbox.send(mail(message_id=f"<{n}@x>"))
    assert len(inbox.messages()) == 20
    assert inbox.struck() == {}


@pytest.mark.parametrize("stage", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("code", [451, 550])
def test_a_mail_is_refused_at_any_stage_and_the_next_one_taken(inbox: Inbox, stage: str, code: int):
    inbox.plan(mail=[{"fault": "refuse", "stage": stage, "code": code, "nth": [1]}])
    with pytest.raises(smtplib.SMTPException) as refused:
        inbox.send(mail())
    assert str(code) in str(refused.value)
    assert inbox.messages() == []
    inbox.send(mail())
    assert len(inbox.messages()) == 1
    assert inbox.struck() == {"refuse": 1}


@pytest.mark.parametrize(("fault", "kept"), [("drop_before_data", 0), ("drop_after_data", 0), ("drop_after_store", 1)])
def test_a_dropped_connection_leaves_the_sender_in_doubt(inbox: Inbox, fault: str, kept: int):
    inbox.plan(mail=[{"fault": fault, "nth": [1]}])
    with pytest.raises(smtplib.SMTPServerDisconnected):
        inbox.send(mail())
    assert len(inbox.messages()) == kept
    inbox.send(mail())
    (counted,) = inbox.http.get("/api/counts").json()["data"]
    assert counted["copies"] == kept + 1


def test_a_rule_strikes_the_named_recipients_only(inbox: Inbox):
    inbox.plan(mail=[{"fault": "refuse", "stage": "rcpt", "code": 550, "on": ["*@gone.test"], "rate": 1}])
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        inbox.send(mail("ada@gone.test"))
    inbox.send(mail("ada@example.org"))
    assert [one["to"] for one in inbox.messages()] == [["ada@example.org"]]


def test_a_stall_makes_an_impatient_sender_give_up(inbox: Inbox):
    inbox.plan(mail=[{"fault": "stall", "seconds": 2, "nth": [1]}])
    with inbox.connected() as client:
        assert client.sock is not None
        client.sock.settimeout(0.3)
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            client.send_message(mail())
    assert len(inbox.messages()) == 1


def test_the_control_opens_with_its_token_only(inbox: Inbox):
    assert inbox.http.post("/control/faults", json={}).status_code == 401
    with pytest.raises(AssertionError, match="fault"):
        inbox.plan(mail=[{"fault": "burn"}])


def test_an_sms_is_kept_once_however_often_it_is_posted(inbox: Inbox):
    assert [inbox.sms().status_code for _ in range(3)] == [202, 202, 202]
    (found,) = inbox.messages(to="+4915112345678", kind="sms")
    assert found["message_id"] == "sms_1"
    assert inbox.http.get(f"/api/messages/{found['id']}").json()["text"] == "Doors open at 19:00."


def test_an_sms_must_have_a_number_a_text_and_the_token(inbox: Inbox):
    for wrong in ({"to": "0151 123"}, {"text": ""}, {"colour": "red"}):
        assert inbox.sms(**wrong).status_code == 400
    assert inbox.http.post("/sms", json={"to": "+4915112345678", "text": "x"}).status_code == 401
    assert inbox.messages() == []


def test_an_sms_can_be_refused_or_lose_its_answer(inbox: Inbox):
    inbox.plan(sms=[{"fault": "refuse", "code": 503, "nth": [1]}, {"fault": "lost_response", "nth": [2]}])
    assert inbox.sms().status_code == 503
    assert inbox.messages() == []
    with pytest.raises(Exception, match="disconnected"):
        inbox.sms()
    assert len(inbox.messages()) == 1
    assert inbox.sms().status_code == 202
    assert len(inbox.messages()) == 1
