"""What can happen to a job that does not simply end well.

JobError
├── Refused            the work cannot be done as asked; the sentence says why, and it is not tried again
├── AlreadyFinished    somebody wants to cancel a job that has ended
└── Interruption       the handler must stop now; let these pass
    ├── Cancelled      a person asked for it
    ├── LeaseLost      another worker has taken the job
    └── HandedBack     this worker has been told to stop
"""


class JobError(Exception):
    """The base of what this package raises."""


class Refused(JobError):
    """The work cannot be done as asked. The sentence is shown to the person who asked."""


class AlreadyFinished(JobError):
    """The job has ended, so that it cannot be cancelled. It stays as it is."""


class Interruption(JobError):
    """The handler must stop now. Nothing is wrong with it; let this pass."""


class Cancelled(Interruption):
    """Somebody cancelled the job."""


class LeaseLost(Interruption):
    """Another worker has the job, or it has ended: nothing this worker does with it counts any more."""


class HandedBack(Interruption):
    """The worker has been told to stop, and another will do the job from its beginning."""
