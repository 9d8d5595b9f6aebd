namespace Azu.Sessions.Dashboard;

/// <summary>A request that the API refuses.</summary>
internal sealed class RefusedRequestException(int status, string error, string detail) : Exception(detail)
{
    public int Status => status;

    public string Error => error;
}
