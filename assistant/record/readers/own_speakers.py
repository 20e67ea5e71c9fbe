"""Writes people into the home's own `speakers.yaml`; what the user wrote there, comments included, stays as it is."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import InputError, RecordError
from assistant.record.readers.speakers import FILE, Registry, load_registry
from assistant.record.readers.speakers_schema import PersonModel, RoleModel, key

_HEADING = "# Who speaks for the government, and who does not; laid over the program's own list.\n"


def with_role(person: PersonModel | None, name: str, spelling: str, role: RoleModel | None) -> PersonModel:
    """Return somebody, known or new, with another spelling of the name and another role.

    A role that is there with these words is given these dates; without `role` the roles stay.
    """
    known = person or PersonModel(name=name)
    spelt = {key(known.name), *map(key, known.variants)}
    variants = known.variants if not spelling or key(spelling) in spelt else (*known.variants, spelling)
    roles = known.roles
    if role is not None:
        others = tuple(each for each in roles if key(each.role) != key(role.role))
        roles = (*others, role)
    return known.model_copy(update={"variants": variants, "roles": roles, "government": True})


def write_person(home: Path, person: PersonModel) -> Registry:
    """Write a person into the home's file, in the place of the entry of that name; return the registry as it is then.

    The file is checked before it takes the place of the old one, so that a fault leaves everything as it was.

    Raises:
        InputError: The file would not be valid: a spelling that belongs to somebody else, a layout that cannot be
            continued by machine.
        RecordError: The file that is there is wrong already.
    """
    entry = person.model_dump(exclude_defaults=True)
    entry = {"name": person.name, **{name: value for name, value in entry.items() if name != "name"}}
    return _replaced(home, lambda text: with_entry(text, "people", person.name, entry))


def write_label(home: Path, kind: str, label: str) -> Registry:
    """Write how a label begins that never is a position (`kind`: journalist, moderator, voice, guest).

    Raises:
        InputError: The file would not be valid.
        RecordError: The file that is there is wrong already.
    """
    return _replaced(home, lambda text: with_label(text, kind, label))


def _replaced(home: Path, change: Callable[[str], str]) -> Registry:
    """Put the changed text in the place of the home's file, once it is known to be valid.

    Raises:
        InputError: It is not.
        RecordError: What is there already is wrong.
    """
    load_registry(home)  # what is wrong already is told before anything is touched
    path = home / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = _HEADING
    with tempfile.TemporaryDirectory(dir=home, prefix=".speakers-") as folder:
        made = Path(folder) / FILE
        with made.open("w", encoding="utf-8") as stream:
            stream.write(change(text))
            stream.flush()
            os.fsync(stream.fileno())
        try:
            registry = load_registry(Path(folder))
        except RecordError as error:
            plain = str(error).replace(str(made), str(path))
            raise InputError(f"The registry of speakers was left as it was. {plain}") from None
        made.replace(path)
    return registry


def with_entry(text: str, section: str, name: str, entry: Mapping[str, Any]) -> str:
    """Return the file's text with an entry in the list `section`, in the place of the one of that name.

    Raises:
        InputError: The list is written in a way that cannot be continued.
    """
    node = _value(_root(text), section)
    if node is None:
        return _with_block(text, f"{section}:\n{_item(entry, 2)}")
    if not isinstance(node, yaml.SequenceNode):
        raise _unfit(section)
    same = next((each for each in node.value if key(_name_of(each)) == key(name)), None)
    if node.flow_style:
        flow = _flow(dict(entry))
        if same is not None:
            return text[: same.start_mark.index] + flow + text[same.end_mark.index :]
        return _in_flow(text, node, flow)
    if same is not None:
        start = text.rfind("\n", 0, same.start_mark.index) + 1
        return text[:start] + _item(entry, node.start_mark.column) + text[_end_of(text, same) :]
    return _after(text, node.value[-1], _item(entry, node.start_mark.column))


def with_label(text: str, kind: str, label: str) -> str:
    """Return the file's text with one more way in which labels of a kind begin.

    Raises:
        InputError: The section is written in a way that cannot be continued.
    """
    section = _value(_root(text), "labels")
    if section is None:
        return _with_block(text, f"labels:\n  {kind}: [{_flow(label)}]\n")
    if not isinstance(section, yaml.MappingNode) or section.flow_style:
        raise _unfit("labels")
    node = _value(section, kind)
    if node is None:
        line = f"{' ' * section.start_mark.column}{kind}: [{_flow(label)}]\n"
        return _after(text, section.value[-1][1], line)
    if not isinstance(node, yaml.SequenceNode):
        raise _unfit(f"labels.{kind}")
    if node.flow_style:
        return _in_flow(text, node, _flow(label))
    return _after(text, node.value[-1], f"{' ' * node.start_mark.column}- {_flow(label)}\n")


def _unfit(section: str) -> InputError:
    return InputError(
        f"The section {section!r} of {FILE!r} in the home cannot be continued by machine; write one entry a line, or "
        "add this one yourself."
    )


def _root(text: str) -> yaml.Node | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        raise _unfit("the whole")
    return root


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for named, value in pairs if named.value == name), None)


def _name_of(node: yaml.Node) -> str:
    name = _value(node, "name")
    return str(name.value) if name is not None else ""


def _end_of(text: str, node: yaml.Node) -> int:
    """Return where the last line of a node ends: comments and empty lines after it belong to what follows."""
    lines = text[: node.end_mark.index].rstrip().split("\n")
    while lines[-1].lstrip().startswith("#") or not lines[-1].strip():
        lines.pop()
    following = text.find("\n", len("\n".join(lines)))  # a comment behind the last value stays with it
    return len(text) if following < 0 else following + 1


def _after(text: str, node: yaml.Node, addition: str) -> str:
    at = _end_of(text, node)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + "\n"
    return before + addition + text[at:]


def _in_flow(text: str, node: yaml.Node, flow: str) -> str:
    close = node.end_mark.index - 1
    before = text[:close].rstrip()
    return before + ("" if before.endswith(("[", ",")) else ", ") + flow + text[close:]


def _flow(value: object) -> str:
    dumped = yaml.safe_dump([value], allow_unicode=True, sort_keys=False, default_flow_style=True, width=100_000)
    return str(dumped).strip()[1:-1]


def _with_block(text: str, block: str) -> str:
    body = text if not text or text.endswith("\n") else text + "\n"
    closed = body.rstrip().endswith("\n...")
    return (body.rstrip()[: -len("...")] if closed else body) + block


def _item(entry: Mapping[str, Any], indent: int) -> str:
    dumped = yaml.safe_dump([dict(entry)], allow_unicode=True, sort_keys=False, width=100_000)
    return "".join(f"{' ' * indent}{line}\n" for line in dumped.splitlines())
