namespace Azu.Sessions.Database;

/// <summary>
/// Keeps every call from the tables until they are known to have the version that this library works with. That is asked once per process; a database that
/// could not be asked is asked again by the next call.
/// </summary>
internal sealed class SchemaGuard(SessionSchema schema, bool migrate)
{
    private readonly Lock _lock = new();
    private volatile bool _isOpen;
    private Task? _opening;

    public ValueTask PassAsync(CancellationToken cancellationToken) => _isOpen ? default : new(OpenedAsync(cancellationToken));

    private Task OpenedAsync(CancellationToken cancellationToken)
    {
        Task opening;
        lock (_lock)
        {
            // One asks for all, however many come at once.
            if (_opening is not { IsCompleted: false }) _opening = OpenAsync();
            opening = _opening;
        }
        return opening.WaitAsync(cancellationToken);
    }

    private async Task OpenAsync()
    {
        // Not within the lock, whatever the driver does before it first waits.
        await Task.Yield();
        if (migrate) await schema.MigrateAsync();
        else await schema.CheckAsync();
        await schema.PlaceAsync();
        _isOpen = true;
    }
}
