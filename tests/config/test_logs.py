import json
import logging
import sys

from config.logs import JsonFormatter


def line_of(**fields):
    record = logging.makeLogRecord({"name": "quotas.ledger", "levelname": "INFO", **fields})
    return json.loads(JsonFormatter().format(record))


def test_a_record_is_one_object_in_the_words_it_was_given():
    line = line_of(msg="下达 %d 名", args=(260,), case="2026-0001")
    assert line["message"] == "下达 260 名"
    assert line["case"] == "2026-0001"
    assert (line["level"], line["logger"]) == ("INFO", "quotas.ledger")


def test_an_error_keeps_its_traceback_and_any_value_can_be_written():
    try:
        raise ValueError("no room")
    except ValueError:
        line = line_of(msg="failed", exc_info=sys.exc_info(), where=object)
    assert "ValueError: no room" in line["exception"]
    assert line["where"] == "<class 'object'>"
