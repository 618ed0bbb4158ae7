namespace AccelSim.Chips.Simt;

/// <summary>
/// Which requests are older than a moment: to know when a kernel's writes are at the L2 while others go on asking. Requests belong to the epoch in which they
/// were sent; an epoch is over when all of it and of those before has been served.
/// </summary>
internal sealed partial class SimtMemorySystem
{
    /// <summary>Epochs that may be open: one for each kernel that waits for its end.</summary>
    private const int Epochs = 2048;

    private readonly int[] _inEpoch = new int[Epochs];
    private int _epoch;
    private int _oldestEpoch;

    /// <summary>Ends the epoch; returns its number.</summary>
    public int EndEpoch()
    {
        var ended = _epoch++;
        return _epoch - _oldestEpoch < Epochs || IsServed(_oldestEpoch) ? ended : throw new InvalidOperationException($"{Name}: more kernels wait for their end than a chip holds");
    }

    /// <summary>True where all requests of an epoch that has ended, and of those before, have been served.</summary>
    public bool IsServed(int epoch)
    {
        while (_oldestEpoch < _epoch && _inEpoch[_oldestEpoch % Epochs] == 0)
        {
            _oldestEpoch++;
        }

        return _oldestEpoch > epoch;
    }

    private void CountIn(ref L2Request request)
    {
        request.Epoch = (short)(_epoch % Epochs);
        _inEpoch[request.Epoch]++;
    }

    private void CountOut(in L2Request request)
    {
        if (request.Kind != L2Kind.Copy)
        {
            _inEpoch[request.Epoch]--;
        }
    }
}
