"""Performance surgeries: from nominations, through the meeting and its actions, to whether the curve turned."""
