using Microsoft.AspNetCore.DataProtection;

namespace Azu.Sessions.TestSupport;

/// <summary>Applications whose Data Protection keys are in one directory, as the keys of all applications of one account are by default.</summary>
internal sealed class KeyFolder : IDisposable
{
    private readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("azu-keys-");

    /// <param name="discriminator">What Data Protection tells the application apart by; null: the content root, which is the same for all of them.</param>
    /// <param name="name">The name that the host gives it.</param>
    /// <param name="useStore">Chooses the store.</param>
    public Task<TestApp> StartAsync(string? discriminator, string name, Action<AzuSessionsBuilder<Visitor>> useStore) => TestApp.StartAsync(
        builder =>
        {
            var protection = builder.Services.AddDataProtection().PersistKeysToFileSystem(_keys);
            if (discriminator is not null) protection.SetApplicationName(discriminator);
            useStore(builder.Services.AddAzuSessions<Visitor>().UseDataProtection().WithEncryption());
        },
        app =>
        {
            app.UseAzuSessions();
            app.MapPost("/login/{name}", async (string name, Session<Visitor> session) =>
            {
                await session.SignInAsync(name);
                session.Update(v => v with { Name = name });
                return session.Id.ToString();
            });
            app.MapPost("/logout", (Session<Visitor> session) => session.SignOutAsync().AsTask());
            app.MapGet("/who", (Session<Visitor> session) => session.Data.Name).RequireSession();
        },
        application: name);

    public void Dispose() => _keys.Delete(recursive: true);
}
