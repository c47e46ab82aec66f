"""What a network shows everyone: resources, awareness campaigns with stories, its plan and its yearly report."""
