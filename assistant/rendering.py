"""The JSON that others script against: domain types as plain data, field names exactly as promised."""

from typing import TYPE_CHECKING, Any

from assistant.consistency.claims import Claim, Suggestion
from assistant.domain import (
    Answer,
    Beside,
    Citation,
    Draft,
    EvidenceItem,
    Filters,
    Finding,
    Hit,
    JudgeUse,
    Outgoing,
    Report,
    SentenceReport,
    Source,
    Statement,
    StatementTrace,
    Step,
)
from assistant.retrieval.query import Query
from assistant.retrieval.relevance import relevance

if TYPE_CHECKING:  # what explains a search loads the indexes
    from assistant.retrieval.explaining import Explained, Explanation


def source_json(source: Source) -> dict[str, Any]:
    """SOURCE."""
    return {
        "title": source.title,
        "ref": source.ref,
        "locator": dict(source.locator) if source.locator else None,
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """HIT."""
    return {
        "rank": hit.rank,
        "score": hit.score,
        "statement_id": hit.statement.id,
        "speaker": hit.statement.speaker,
        "role": hit.statement.role,
        "date": hit.statement.date.isoformat(),
        "lang": hit.passage.lang,
        "form": hit.statement.form.value,
        "authority": hit.statement.authority.value,
        "text": hit.passage.text,
        "source": source_json(hit.statement.source),
        "kind": hit.passage.kind.value,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "similarity": round(hit.similarity, 4),
        "superseded_by": list(hit.statement.superseded_by),
    }


def explained_json(explained: "Explained") -> dict[str, Any]:
    """A search with its reasons: the query as understood, and hits that each hold an `explanation`."""
    filters = filters_json(explained.query.filters)
    return {
        "understood": query_json(explained.query),
        "hits": [
            {**hit_json(hit), "explanation": {**explanation_json(explanation), "filters": filters}}
            for hit, explanation in zip(explained.hits, explained.explanations, strict=True)
        ],
    }


def query_json(query: Query) -> dict[str, Any]:
    """What was understood of a question."""
    return {
        "text": query.text,
        "lang": query.lang,
        "phrases": list(query.phrases),
        "phrases_not_held": list(query.loose),
        "operators": list(query.written),
        "filters": filters_json(query.filters),
        "expansions": [{"name": each.name, "also": list(each.others)} for each in query.expansions],
    }


def filters_json(filters: Filters) -> dict[str, Any]:
    """The filters that were given, dates as text."""
    given = {
        "lang": filters.lang,
        "speaker": filters.speaker,
        "since": filters.since.isoformat() if filters.since else None,
        "until": filters.until.isoformat() if filters.until else None,
        "topic": filters.topic,
        "form": filters.form.value if filters.form else None,
        "counterpart": filters.counterpart,
    }
    return {name: value for name, value in given.items() if value}


def explanation_json(explanation: "Explanation") -> dict[str, Any]:
    """Why one hit was found and where it stands."""
    standing, signals = explanation.standing, explanation.signals
    return {
        "same_language": explanation.same_language,
        "terms": [
            {
                "word": term.word,
                "weight": round(term.weight, 3),
                "stands_for": term.stands_for or None,
                "in_question": term.in_question,
            }
            for term in explanation.terms
        ],
        "phrases": list(explanation.phrases),
        "lexical": {"rank": standing.lexical_rank, "score": round(standing.bm25, 4)},
        "dense": {"rank": standing.dense_rank, "similarity": round(signals.similarity, 4)},
        "fusion": {name: round(value, 6) for name, value in standing.contributions.items()},
        "relevance": {
            "value": round(relevance(signals), 4),
            "background": round(signals.background, 4),
            "deviations": round(signals.deviations, 4),
            "coverage": None if signals.coverage is None else round(signals.coverage, 4),
            "missing": round(signals.missing, 4),
        },
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """CITATION."""
    statement = citation.statement
    return {
        "number": citation.number,
        "statement_id": statement.id,
        "speaker": statement.speaker,
        "role": statement.role,
        "date": statement.date.isoformat(),
        "venue": statement.venue,
        "lang": statement.lang,
        "form": statement.form.value,
        "authority": statement.authority.value,
        "text": statement.text,
        "quote": citation.quote,
        "maybe_superseded_by": list(citation.maybe_superseded_by),
        "source": source_json(statement.source),
        "superseded_by": list(statement.superseded_by),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """FINDING."""
    return {
        "check": finding.check,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "evidence": list(finding.evidence),
        "suggestion": finding.suggestion,
    }


def sentence_json(sentence: SentenceReport) -> dict[str, Any]:
    """One sentence of a REPORT."""
    return {
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "label": sentence.label.value,
        "confidence": round(sentence.confidence, 3),
        "evidence": [hit_json(hit) for hit in sentence.evidence],
        "reason": sentence.reason,
        "support": beside_json(sentence.support) if sentence.support else None,
        "conflict": beside_json(sentence.conflict) if sentence.conflict else None,
        "suggestion": sentence.suggestion,
    }


def beside_json(beside: Beside) -> dict[str, Any]:
    """What stands on the record beside a sentence, with the words that tell."""
    return {
        "statement_id": beside.statement.id,
        "text": beside.text,
        "marked": [list(span) for span in beside.marked],
    }


def report_json(report: Report) -> dict[str, Any]:
    """REPORT."""
    return {
        "verdict": report.verdict.value,
        "sentences": [sentence_json(sentence) for sentence in report.sentences],
        "findings": [finding_json(finding) for finding in report.findings],
        "principles": {
            "expressed": list(report.principles.expressed),
            "expected_missing": list(report.principles.expected_missing),
        },
        "judge": judge_json(report.judge) if report.judge else None,
    }


def judge_json(use: JudgeUse) -> dict[str, Any]:
    """What a model was asked about a text, and what that cost."""
    return {
        "model": use.model,
        "prompt": use.prompt,
        "calls": use.calls,
        "unread": use.unread,
        "unanswered": use.unanswered,
        "tokens_in": use.tokens_in,
        "tokens_out": use.tokens_out,
        "seconds": round(use.seconds, 3),
        "sentences": [
            {
                "start": each.start,
                "end": each.end,
                "offline": each.offline.value,
                "label": each.label.value if each.label else None,
                "statement_id": each.statement_id,
                "calls": each.calls,
                "tokens_in": each.tokens_in,
                "tokens_out": each.tokens_out,
                "seconds": round(each.seconds, 3),
            }
            for each in use.sentences
        ],
    }


def draft_json(draft: Draft) -> dict[str, Any]:
    """A draft with its citations and report."""
    return {
        "id": draft.id,
        "format": draft.brief.format.value,
        "lang": draft.brief.lang,
        "items": [
            {
                "text": item.text,
                "citations": list(item.citations),
                "weighted_length": item.weighted_length,
                "part": item.part.value,
                "claims": [
                    {"start": span.start, "end": span.end, "citations": list(span.citations)} for span in item.claims
                ],
            }
            for item in draft.items
        ],
        "citations": [citation_json(citation) for citation in draft.citations],
        "report": report_json(draft.report),
        "generator": {
            "kind": draft.generator.kind,
            "model": draft.generator.model,
            "prompt_version": draft.generator.prompt_version,
            "seed": draft.generator.seed,
            "evidence_digest": draft.generator.evidence_digest,
            "first_words": draft.generator.first_words,
            "steps": [step_json(step) for step in draft.generator.steps],
        },
        "points": list(draft.points),
        "message": draft.message,
        "angle": draft.angle.value if draft.angle else None,
        "asides": [{"kind": aside.kind, "lines": list(aside.lines)} for aside in draft.asides],
        "changes": [
            {"fate": change.fate.value, "before": change.before, "after": change.after, "reason": change.reason}
            for change in draft.changes
        ],
        "evidence": [evidence_item_json(item) for item in draft.evidence],
        "brief": {
            "topic": draft.brief.topic,
            "context": draft.brief.context,
            "voice": draft.brief.voice,
            "counterpart": draft.brief.counterpart,
            "perspective": draft.brief.perspective.value,
            "classification": draft.brief.classification.value,
            "tone": draft.brief.tone.value,
            "length": draft.brief.length.value,
            "filters": filters_json(draft.brief.filters),
            "pinned": list(draft.brief.pinned),
            "dropped": list(draft.brief.dropped),
        },
    }


def step_json(step: Step) -> dict[str, Any]:
    """What one step of drafting took."""
    return {
        "name": step.name,
        "seconds": round(step.seconds, 4),
        "calls": step.calls,
        "tokens_in": step.tokens_in,
        "tokens_out": step.tokens_out,
        "cached": step.cached,
    }


def evidence_item_json(item: EvidenceItem) -> dict[str, Any]:
    """A statement that a draft may rest on, with what of it is on the matter."""
    statement = item.statement
    return {
        "number": item.number,
        "statement_id": statement.id,
        "speaker": statement.speaker,
        "role": statement.role,
        "date": statement.date.isoformat(),
        "form": statement.form.value,
        "authority": statement.authority.value,
        "texts": list(item.texts),
        "relevance": round(item.relevance, 3),
        "aspects": list(item.aspects),
        "pinned": item.pinned,
        "left_out": item.left_out,
        "superseded_by": list(statement.superseded_by),
    }


def answer_json(answer: Answer) -> dict[str, Any]:
    """An answer with its citations and timeline."""
    return {
        "status": answer.status.value,
        "answer": answer.text,
        "citations": [citation_json(citation) for citation in answer.citations],
        "timeline": [
            {"date": entry.date.isoformat(), "statement_id": entry.statement_id, "summary": entry.summary}
            for entry in answer.timeline
        ],
    }


def statement_json(statement: Statement) -> dict[str, Any]:
    """A statement with its source, as `show` prints it. The context of an answer is never shown."""
    payload = statement.to_payload()
    payload.pop("context")
    payload["source"] = source_json(statement.source)
    return payload


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """A figure that a later statement probably replaces."""
    return {
        "older": _claim_json(suggestion.older),
        "newer": _claim_json(suggestion.newer),
        "confidence": round(suggestion.confidence, 2),
    }


def _claim_json(claim: Claim) -> dict[str, Any]:
    return {
        "statement_id": claim.matter.statement_id,
        "date": claim.matter.date.isoformat(),
        "figure": claim.figure.text,
        "value": claim.figure.value,
        "lang": claim.lang,
        "sentence": claim.sentence,
    }


def outgoing_json(outgoing: Outgoing) -> dict[str, Any]:
    """A text that was cleared or published, with the report it had then."""
    report = dict(outgoing.report)
    kept = report.pop("kept")
    return {
        "id": outgoing.id,
        "status": outgoing.status.value,
        "draft_id": outgoing.draft_id or None,
        "lang": outgoing.lang,
        "text": outgoing.text,
        "at": outgoing.at.isoformat(),
        "seq": outgoing.seq,
        "verdict": report["verdict"],
        "override": kept["override"] or None,
        "report": report,
    }


def trace_json(trace: StatementTrace) -> dict[str, Any]:
    """A statement with its state, its earlier wordings (newest first) and what was done to it."""
    wordings = [trace.statement, *(version.statement for version in trace.versions)]
    return {
        **statement_json(trace.statement),
        "state": trace.state.value,
        "reason": trace.reason,
        "history": [
            {
                "replaced_at": version.replaced_at.isoformat(),
                "changed": changed_fields(version.statement, newer),
                "statement": statement_json(version.statement),
            }
            for version, newer in zip(trace.versions, wordings, strict=False)
        ],
        "events": [
            {"at": event.at.isoformat(), "action": event.action, "reason": event.reason, "by": event.by}
            for event in trace.events
        ],
    }


def changed_fields(old: Statement, new: Statement) -> list[str]:
    """Return the names of the fields in which two wordings differ. Links made by hand are no change of wording."""
    before, after = statement_json(old), statement_json(new)
    return [name for name in before if name != "superseded_by" and before[name] != after[name]]
