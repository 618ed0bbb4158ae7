using System.Collections.Immutable;
using AccelSim.Results;

namespace AccelSim.Runtime;

/// <summary>
/// A simulated device with a program loaded: runs one kernel at a time, and is quiescent between kernels. Times are absolute, in fs,
/// and never go back.
/// </summary>
public interface IDevice
{
    /// <summary>
    /// True where a launch takes the same time whatever ran before it, so that the runtime may remember its outcome; false where
    /// caches carry data from kernel to kernel.
    /// </summary>
    bool LaunchesAreIndependent { get; }

    /// <summary>True where kernels reach memory of the host by themselves: weights need no copy before the first launch.</summary>
    bool SharesHostMemory => false;

    /// <summary>The launch at this position of the program's commands comes next; matters where what later launches need is fetched ahead.</summary>
    void Announce(int command)
    {
    }

    /// <summary>Runs a kernel to its end.</summary>
    /// <exception cref="Engine.DeadlockException">Its cores wait for one another.</exception>
    DeviceLaunch Launch(in DeviceRequest request, CancellationToken cancellation);

    /// <summary>A buffer has arrived from the host; matters where kernels are timed with values, and where pages are shared with the host.</summary>
    void Receive(int buffer)
    {
    }

    /// <summary>An operator runs on the host now, all queues empty; matters where kernels are timed with values.</summary>
    void RunOnHost(int hostOperator)
    {
    }

    /// <summary>Begins new time accounts of all units at <paramref name="time"/> fs.</summary>
    void OpenAccounts(long time);

    /// <summary>The accounts up to <paramref name="time"/> fs, idle time included.</summary>
    ImmutableArray<UnitResult> CloseAccounts(long time);
}
