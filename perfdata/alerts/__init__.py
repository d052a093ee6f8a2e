"""Alerts: what each board is told each month, in exactly one message, released once."""

from perfdata.alerts.alert import Alert, AlertItem
from perfdata.alerts.releasing import ReleaseReport, Told, owed, preview, release, run_once, show
from perfdata.alerts.section import Section
from perfdata.alerts.standing import Standing

__all__ = [
    "Alert",
    "AlertItem",
    "ReleaseReport",
    "Section",
    "Standing",
    "Told",
    "owed",
    "preview",
    "release",
    "run_once",
    "show",
]
