namespace Azu.Sessions.Bench;

/// <summary>Measures a Garnet: the CPU of its process. It counts commands only where its metrics are on, which cost CPU.</summary>
internal sealed class GarnetMeter(ServerProcess server) : StoreMeter
{
    public override async Task<TimeSpan?> CpuAsync() => (await server.UsedAsync()).Cpu;
}
