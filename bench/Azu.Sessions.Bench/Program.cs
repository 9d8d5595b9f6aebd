using Azu.Sessions.Bench;

return args switch
{
    ["serve", var app] => await BenchServer.RunAsync(app),
    _ when BenchOptions.TryParse(args, out var options) => await RunAsync(options),
    _ => Usage(),
};

static async Task<int> RunAsync(BenchOptions options)
{
    try
    {
        Console.WriteLine(Machine.Describe(options));
        if (options.Runs("http")) Console.WriteLine(await HttpBench.RunAsync("Over HTTP", Contenders.OnThisMachine, options));
        if (options.Runs("users")) Console.WriteLine(await HttpBench.RunAsync("The user of a request", Contenders.WithUsers, options));
        if (options.Runs("redis")) Console.WriteLine(await StoreServers.RunWithRedisAsync(options));
        if (options.Runs("redis-costs")) Console.WriteLine(await RedisCostBench.RunAsync(options));
        if (options.Runs("near-cache")) Console.WriteLine(await NearCacheBench.RunAsync(options));
        if (options.Runs("postgres")) Console.WriteLine(await StoreServers.RunWithPostgresAsync(options));
        if (options.Runs("growth")) await GrowthBench.RunAsync(options);
        if (options.Runs("store")) Console.WriteLine(await StoreBench.RunAsync(options));
        return 0;
    }
    catch (BenchException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}

static int Usage()
{
    Console.Error.WriteLine("usage: Azu.Sessions.Bench [--quick] [http] [users] [redis] [redis-costs] [near-cache] [postgres] [growth] [store]");
    return 2;
}
