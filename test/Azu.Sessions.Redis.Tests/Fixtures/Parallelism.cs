// Servers that are down, and clients that wait for them, cost time and no work.
[assembly: Xunit.v3.Parallelization(MaxThreads = 4)]
