"""What the networks, the stance and the meaning say of a sentence, put together."""

import pytest

from assistant.consistency.opinions import together
from assistant.consistency.reader import Reading

FOR = Reading(consistent=0.7, contradicts=0.2, unsupported=0.1)
SURE = Reading(consistent=0.8, contradicts=0.1, unsupported=0.1)
AGAINST = Reading(consistent=0.1, contradicts=0.8, unsupported=0.1)


@pytest.mark.parametrize("times", [1, 2])
def test_opinions_that_agree_are_surer_than_one_and_those_that_differ_less_sure(times: int) -> None:
    agreeing, differing = together([FOR, SURE] * times), together([FOR, AGAINST] * times)
    assert agreeing.consistent > FOR.consistent > differing.consistent
    assert agreeing.consistent + agreeing.contradicts + agreeing.unsupported == pytest.approx(1.0)


def test_one_that_is_certain_does_not_silence_the_others() -> None:
    certain = Reading(consistent=1.0, contradicts=0.0, unsupported=0.0)
    assert together([certain, AGAINST, AGAINST, AGAINST]).contradicts > 0.0
