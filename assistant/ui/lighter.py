"""Takes from the page's configuration what costs the browser time and changes nothing that is seen."""

import gradio as gr
from gradio.components import Component

FOLLOWING = ("then", "success", "failure")
"""What an event that follows another one is called."""


def lightened(page: gr.Blocks) -> gr.Blocks:
    """Lighten a finished page, in place, and return it.

    Gradio keeps a loading status of every output of an event and hands them all on, by a search through the whole tree
    of components, whenever one event begins or ends; for an event that shows no progress one output is enough. And it
    goes through the targets of every event for every component: an event that follows another one is found by
    `trigger_after`, its target names no component.
    """
    for event in page.fns.values():
        if event.show_progress == "hidden":
            event.show_progress_on = [each for each in event.outputs[:1] if isinstance(each, Component)]
        event.targets = [target for target in event.targets if target[1] not in FOLLOWING]
    return page
