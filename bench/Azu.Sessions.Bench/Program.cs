using Azu.Sessions.Bench;

return args switch
{
    ["serve", GarnetApp.Name] => await GarnetApp.RunAsync(),
    ["serve", var app] => await BenchServer.RunAsync(app),
    _ when BenchOptions.TryParse(args, out var options) => await RunAsync(options),
    _ => Usage(),
};

static async Task<int> RunAsync(BenchOptions options)
{
    try
    {
        Console.WriteLine(Machine.Describe(options));
        if (options.IsPinned) await Cores.PinAsync();
        if (options.Runs(BenchOptions.Compare)) Console.WriteLine(await HttpSections.CompareAsync(options));
        foreach (var section in HttpSections.Names.Where(options.Runs)) Console.WriteLine(await HttpSections.RunAsync(section, options));
        if (options.Runs("redis-costs")) Console.WriteLine(await RedisCostBench.RunAsync(options));
        if (options.Runs("near-cache")) Console.WriteLine(await NearCacheBench.RunAsync(options));
        if (options.Runs("growth")) await GrowthBench.RunAsync(options);
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
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}
