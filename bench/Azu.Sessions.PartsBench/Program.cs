using Azu.Sessions.PartsBench;
using BenchmarkDotNet.Running;

var summaries = BenchmarkSwitcher.FromAssembly(typeof(PartsConfig).Assembly).Run(args, PartsConfig.Create());
return summaries.All(static s => s.Reports.All(static r => r.Success) && !s.HasCriticalValidationErrors) ? 0 : 1;
