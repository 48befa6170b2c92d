"""What can be wrong with a dataset, found without changing it."""

from panscape.checks.digests import check_digests
from panscape.checks.finding import Finding
from panscape.checks.instances import InstanceSet, check_instances, open_instances
from panscape.checks.layers import check_layers
from panscape.checks.panoptic import check_images, check_set

__all__ = [
    "Finding",
    "InstanceSet",
    "check_digests",
    "check_images",
    "check_instances",
    "check_layers",
    "check_set",
    "open_instances",
]
