using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AccelSim.Cli;

/// <summary>Runs one verb inside a generic host: services, logging to standard error, Ctrl-C as cancellation, graceful stop.</summary>
internal static class VerbHost
{
    public static async Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> verb, CancellationToken cancellation)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(options => options.SingleLine = true);
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton<Terminal>();
        builder.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        using var host = builder.Build();
        await host.StartAsync(cancellation);
        var stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellation);
        try
        {
            return await verb(host.Services, either.Token);
        }
        catch (Exception problem)
        {
            return ErrorReport.Write(problem, host.Services.GetRequiredService<Terminal>());
        }
        finally
        {
            await host.StopAsync(CancellationToken.None);
        }
    }
}
