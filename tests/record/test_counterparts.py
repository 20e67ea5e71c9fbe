"""With whom the record deals."""

from assistant.assembly import Assistant


def test_counterparts_stand_apart_and_the_most_frequent_comes_first(reader_assistant: Assistant) -> None:
    found = reader_assistant.counterparts()
    assert found[0] == "Estados Unidos"
    assert {"Canadá", "Cuba", "Naciones Unidas"} <= set(found)
    assert len(found) == len(set(found))
    assert not any(";" in name or not name.strip() for name in found)
