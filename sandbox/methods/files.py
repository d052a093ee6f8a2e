"""files.*: upload in three steps. Source: D/methods/files.getUploadURLExternal and files.completeUploadExternal."""

import mimetypes

from sandbox.backend import Backend
from sandbox.feed import Json
from sandbox.methods.arguments import posting_place
from sandbox.posting import root_for
from sandbox.rules.messages import decoded
from sandbox.rules.refusal import Refused
from sandbox.text import normalise
from sandbox.workspace import StoredFile

MOST_ALT_TEXT = 1000


def get_upload_url(backend: Backend, args: Json) -> Json:
    """Announce a file. Refused: missing_argument (no length), alt_txt_too_large."""
    try:
        length = int(args["length"])
    except ValueError:
        raise Refused("invalid_arguments", "length must be an integer") from None
    if length <= 0:
        raise Refused("missing_argument", "length")
    if len(args.get("alt_txt") or "") > MOST_ALT_TEXT:
        raise Refused("alt_txt_too_large")
    name = str(args["filename"]).rpartition("/")[2]
    workspace = backend.workspace
    announced = StoredFile(workspace.new_id("F"), name, length, args.get("alt_txt") or "", workspace.bot_user)
    announced.mimetype = mimetypes.guess_type(name)[0] or announced.mimetype
    workspace.files[announced.id] = announced
    return {"upload_url": f"{backend.base_url}/upload/{announced.id}", "file_id": announced.id}


def complete_upload(backend: Backend, args: Json) -> Json:
    """Share what was uploaded. Refused: file_not_found (unknown, not uploaded, already shared), channel errors."""
    wanted = decoded(args["files"], "invalid_arguments")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("invalid_arguments", "files must be an array")
    uploaded: list[StoredFile] = []
    for each in wanted:
        stored = backend.workspace.files.get(each.get("id", ""))
        if stored is None or stored.content is None or stored.shared:
            raise Refused("file_not_found")
        stored.title = each.get("title") or stored.name
        uploaded.append(stored)
    channel = args.get("channel_id") or args.get("channels")
    where = posting_place(backend, channel) if channel else None
    root = root_for(where, args.get("thread_ts")) if where else None
    for stored in uploaded:
        stored.shared = True
    files = [stored.as_file(backend.base_url) for stored in uploaded]
    if where is not None:
        comment = normalise(args.get("initial_comment") or "")
        facts = backend.workspace.as_bot(text=comment, files=files, subtype="file_share", thread_ts=root)
        backend.events.message(where, backend.workspace.post(where, facts))
    return {"files": files}


def info(backend: Backend, args: Json) -> Json:
    """Refused: file_not_found."""
    stored = backend.workspace.files.get(args["file"])
    if stored is None or stored.content is None:
        raise Refused("file_not_found")
    return {"file": stored.as_file(backend.base_url), "comments": []}
