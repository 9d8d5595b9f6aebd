// Disturbances take their time whatever the machine does meanwhile: they run side by side, each with a server of its own.
[assembly: Xunit.v3.Parallelization(MaxThreads = 6)]
