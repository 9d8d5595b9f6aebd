using Azu.Sessions;
using Shop;

var builder = WebApplication.CreateBuilder(args);
var sessions = builder.Services.AddAzuSessions<ShopSession>(o =>
{
    o.RecordClient = true; // address and browser, for "My devices"
    o.DetectNewClients = true; // for NewBrowsers
    o.MaxAbsoluteTimeout = TimeSpan.FromDays(30); // "keep me signed in"
});
// --sessions "Data Source=shop.db", or a postgresql:// URL: the same shop, and its sessions survive a restart.
if (builder.Configuration["sessions"] is { } database) sessions.UseDatabaseStore(database, d => (d.MigrateOnStart, d.Audit) = (true, true));
else sessions.UseMemoryStore();
sessions.AddEvents<NewBrowsers>();
// The user of a request comes from the session: [Authorize], roles, User.Identity.Name.
builder.Services.AddAuthentication().AddAzuSessions<ShopSession>(o => o.Claims = (_, shop) => shop.Claims());
builder.Services.AddSingleton<Accounts>().AddSingleton(TimeProvider.System);
// Operators may look at the sessions of the shop, and end them.
builder.Services.AddAuthorization(o => o.AddPolicy("Operators", p => p.RequireRole(Accounts.Operator)));
builder.Services.AddProblemDetails();
builder.Services.AddAzuSessionFailurePage((context, failure) => ShopView.ShowAsync(context, "_Failure", Trouble.Of(failure, context.Request)));
builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = false); // a 400, in Development too
builder.Services.AddRouting(o => o.LowercaseUrls = true);

// With a fixed number this is an attribute on the page: [RequireRecentSignIn(minutes: 5)].
var recent = new RequireRecentSignInAttribute(builder.Configuration.GetValue("Account:RecentSignInMinutes", 5.0));
builder.Services.AddRazorPages(o => o.Conventions.AddPageApplicationModelConvention("/Account/Edit", page => page.EndpointMetadata.Add(recent)));

var app = builder.Build();
app.UseExceptionHandler("/error");
app.UseWhen(c => !c.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase), pages => pages.UseStatusCodePagesWithReExecute("/error"));
app.UseRouting();
app.UseAzuSessions();

app.MapStaticAssets();
app.MapRazorPages();
app.MapCartApi();
app.MapAzuDevices("/account/devices", o => (o.Layout, o.RecentSignIn) = ((context, page) => ShopView.ShowAsync(context, "_Devices", page), recent.MaxAge));
app.MapAzuSessionsDashboard("/sessions", policy: "Operators", managePolicy: "Operators", dataPolicy: "Operators");
app.Run();
