"""What people see: pure functions from frozen values to Slack's messages and views, as plain dictionaries."""
