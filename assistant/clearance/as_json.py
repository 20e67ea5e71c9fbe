"""Cases as the JSON that others script against."""

from typing import Any

from assistant.clearance.marks import mark_of
from assistant.clearance.needs import needs
from assistant.domain import Acceptance, Approval, Basis, Case, CaseLine, ClearanceRules, ClearanceStep, Need, Position


def case_json(case: Case, *, reports: bool = True) -> dict[str, Any]:
    """A case: state, text, what is missing, who did what on which words. `reports`: also the report of every step."""
    file, mark = case.file, mark_of(case.file)
    return {
        "draft_id": case.draft_id,
        "state": case.state.value,
        "title": case.title,
        "format": case.version.data["format"],
        "lang": case.lang,
        "text": case.text,
        "digest": case.text_digest,
        "version": case.version.number,
        "revision": file.revision,
        "verdict": case.basis.report["verdict"],
        "blocked": case.blocked,
        "mark": {"es": mark.es, "en": mark.en},
        "submitted_by": file.submitted_by or None,
        "submitted_digest": file.submitted_digest or None,
        "authors": list(case.authors),
        "copied_from": file.copied_from or None,
        "outgoing_id": file.outgoing_id or None,
        "two_persons": [two.value for two in case.two],
        "needs": [need_json(need) for need in needs(case)],
        "positions": [position_json(position) for position in case.positions],
        "approvals": [approval_json(approval) for approval in case.approvals],
        "sentences": [
            {
                "item": each.item,
                "start": each.start,
                "end": each.end,
                "text": each.text,
                "label": each.label.value,
                "reason": each.reason,
            }
            for each in case.sentences
        ],
        "rules": rules_json(case.rules),
        "basis": basis_json(case.basis, report=True),
        "steps": [step_json(step, report=reports) for step in file.steps],
    }


def line_json(line: CaseLine) -> dict[str, Any]:
    """A case in a list."""
    return {
        "draft_id": line.draft_id,
        "state": line.state.value,
        "at": line.at.isoformat(),
        "by": line.by,
        "title": line.title,
        "format": line.format,
        "lang": line.lang,
        "comments": line.comments,
    }


def need_json(need: Need) -> dict[str, Any]:
    """One thing that is missing."""
    return {"kind": need.kind.value, "position": position_json(need.position) if need.position else None}


def position_json(position: Position) -> dict[str, Any]:
    """A sentence that the record does not hold, and who accepted it."""
    return {
        "number": position.number,
        "item": position.item,
        "sentence": position.sentence,
        "accepted": _acceptance_json(position.acceptance) if position.acceptance else None,
    }


def _acceptance_json(acceptance: Acceptance) -> dict[str, Any]:
    return {
        "by": acceptance.by,
        "at": acceptance.at.isoformat(),
        "to_record": acceptance.to_record,
        "statement_id": acceptance.statement_id or None,
    }


def approval_json(approval: Approval) -> dict[str, Any]:
    """Who answers for the text."""
    return {
        "by": approval.by,
        "at": approval.at.isoformat(),
        "digest": approval.text_digest,
        "override": approval.override or None,
    }


def basis_json(basis: Basis, *, report: bool) -> dict[str, Any]:
    """What a step rests on."""
    return {
        "version": basis.version,
        "version_digest": basis.version_digest,
        "text_digest": basis.text_digest,
        "seq": basis.seq or None,
        "program": basis.program or None,
        "evidence": [{"statement_id": name, "digest": digest or None} for name, digest in basis.evidence],
        "generator": dict(basis.generator),
        "verdict": basis.report["verdict"],
        **({"report": dict(basis.report)} if report else {}),
    }


def step_json(step: ClearanceStep, *, report: bool) -> dict[str, Any]:
    """One deed."""
    return {
        "at": step.at.isoformat(),
        "by": step.by,
        "action": step.deed.value,
        "words": step.words,
        "item": step.item or None,
        "basis": basis_json(step.basis, report=report) if step.basis else None,
    }


def rules_json(rules: ClearanceRules) -> dict[str, Any]:
    """The rules in force."""
    return {
        "clearers": list(rules.clearers),
        "approvers": list(rules.approvers),
        "author_may_clear": rules.author_may_clear,
        "two_persons": {
            "overrides": rules.overrides,
            "new_positions": rules.new_positions,
            "red_lines": rules.red_lines,
            "formats": list(rules.formats),
            "topics": list(rules.topics),
        },
    }
