"""What a sound plan is: records, lists, rules and findings of the Healthy Schools enhancement model.

This package knows nothing of Excel files. It takes a :class:`~hwit_validators.plan.Plan` and says what a careful
quality assurance panel would say about it.
"""

__version__ = "0.1.0"
