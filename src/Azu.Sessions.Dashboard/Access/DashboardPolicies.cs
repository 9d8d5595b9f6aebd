namespace Azu.Sessions.Dashboard;

/// <summary>What a caller must fulfil.</summary>
/// <param name="Look">To see anything; null: nothing.</param>
/// <param name="Manage">Also to end sessions; null: no caller may.</param>
/// <param name="Data">Also to see the structure of data; null: no caller may.</param>
internal sealed record DashboardPolicies(string? Look, string? Manage, string? Data);
