namespace AccelSim.Runtime;

/// <summary>Runs a device's simulation within the limits of a request.</summary>
internal static class LimitedRun
{
    /// <summary>True when everything has ended; false when time was up, or the request was asked to stop.</summary>
    /// <param name="asked">The limits.</param>
    /// <param name="run">Runs up to a time (fs) and says whether everything has ended.</param>
    /// <param name="cancellation">Ends it without a result, where the request has no way to be stopped.</param>
    public static bool Ends(in DeviceRequest asked, Func<long, CancellationToken, bool> run, CancellationToken cancellation)
    {
        var stop = asked.Stop;
        try
        {
            return run(asked.StopAt, stop.CanBeCanceled ? stop : cancellation);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Up to when a device that was stopped has come, fs.</summary>
    /// <param name="asked">The limits.</param>
    /// <param name="now">Its latest event.</param>
    public static long Until(in DeviceRequest asked, long now) => asked.Stop.IsCancellationRequested ? Math.Max(now, asked.Start) : asked.StopAt;
}
