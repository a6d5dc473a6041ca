"""Duties and the spending categories they are carried out under."""

from fiscalnlp.link.duties import link_duties

__all__ = ["link_duties"]
