using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Caching.Distributed;

namespace Azu.Sessions.Bench;

/// <summary>ASP.NET Core's cookie ticket kept on the server: the cookie has a key, and a distributed cache in memory has the ticket.</summary>
internal static class StoredTicketApp
{
    public static void AddServices(IServiceCollection services)
    {
        TicketApp.AddServices(services);
        services.AddDistributedMemoryCache();
        services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IDistributedCache>(static (o, cache) => o.SessionStore = new CachedTickets(cache));
    }

    private sealed class CachedTickets(IDistributedCache cache) : ITicketStore
    {
        private static readonly DistributedCacheEntryOptions s_options = new() { SlidingExpiration = TimeSpan.FromMinutes(20) };

        public async Task<string> StoreAsync(AuthenticationTicket ticket)
        {
            var key = Guid.NewGuid().ToString("N");
            await RenewAsync(key, ticket);
            return key;
        }

        public Task RenewAsync(string key, AuthenticationTicket ticket) => cache.SetAsync(key, TicketSerializer.Default.Serialize(ticket), s_options);

        public async Task<AuthenticationTicket?> RetrieveAsync(string key) =>
            await cache.GetAsync(key) is { } ticket ? TicketSerializer.Default.Deserialize(ticket) : null;

        public Task RemoveAsync(string key) => cache.RemoveAsync(key);
    }
}
