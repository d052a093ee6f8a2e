"""Alerts: what each reader is told of a round, in exactly one message, released once."""

from perfdata.alerts.alert import Alert, AlertItem, Shown
from perfdata.alerts.dividing import AlertRest, rest_of
from perfdata.alerts.news import News
from perfdata.alerts.releasing import ReleaseReport, owed, preview, release, run_once
from perfdata.alerts.told import Told, show

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
