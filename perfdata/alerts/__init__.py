"""Alerts: what each board is told each month, in exactly one message, released once."""

from perfdata.alerts.alert import Alert, AlertItem, Shown
from perfdata.alerts.dividing import AlertRest, rest_of
from perfdata.alerts.news import News
from perfdata.alerts.releasing import ReleaseReport, Told, owed, preview, release, run_once, show

__all__ = [
    "Alert",
    "AlertItem",
    "AlertRest",
    "News",
    "ReleaseReport",
    "Shown",
    "Told",
    "owed",
    "preview",
    "release",
    "rest_of",
    "run_once",
    "show",
]
