namespace AccelSim.Runtime;

/// <summary>A device on which kernels of different streams run at once. Launches are numbered in the order in which they are submitted.</summary>
public interface IStreamDevice
{
    /// <summary>The device may run ahead by so long (fs), and no kernel's end is learned later than it happens.</summary>
    long Lookahead { get; }

    /// <summary>Hands a kernel over at its start time, which is not before what was run to.</summary>
    /// <param name="request">The launch; its limits are not looked at.</param>
    /// <param name="stream">Its stream.</param>
    /// <param name="priority">Of kernels that run at once, those with more have their blocks placed first.</param>
    /// <param name="after">Launches it had to wait for, which have ended.</param>
    /// <returns>Its number.</returns>
    int Submit(in DeviceRequest request, int stream, int priority, IReadOnlyList<int> after);

    /// <summary>Runs up to a time (fs).</summary>
    /// <exception cref="Engine.DeadlockException">Its cores wait for one another.</exception>
    void RunTo(long time, CancellationToken cancellation);

    /// <summary>What a launch did; null while it is under way.</summary>
    DeviceLaunch? Ended(int launch);

    /// <summary>Gives a launch up at a time (fs); says how far it came. The device is good for nothing else then.</summary>
    DeviceLaunch GiveUp(int launch, long time);
}
