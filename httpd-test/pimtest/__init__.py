# SPDX-License-Identifier: Apache-2.0
"""Throwaway httpd portals for tests, the demo and users. Python 3 standard library only."""
