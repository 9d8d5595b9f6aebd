// Servers that are down, and clients that wait for them, cost time and no work.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
