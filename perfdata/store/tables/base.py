"""The declarative base: named constraints from the first migration on."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import DeclarativeBase

from perfdata.store.column_types import ExactDecimal, UtcTime

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all mapped tables."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        Decimal: ExactDecimal(),
        datetime: UtcTime(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
    }
