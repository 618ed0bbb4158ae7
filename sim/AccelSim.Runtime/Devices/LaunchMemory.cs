namespace AccelSim.Runtime;

/// <summary>Remembers the outcome of equal launches on a device where they are independent.</summary>
internal sealed class LaunchMemory(IDevice device)
{
    private readonly Dictionary<Key, DeviceLaunch> _known = [];

    public DeviceLaunch Launch(in DeviceRequest request, CancellationToken cancellation)
    {
        if (!device.LaunchesAreIndependent)
        {
            return device.Launch(request, cancellation);
        }

        var key = new Key(request);
        if (!_known.TryGetValue(key, out var launch))
        {
            launch = device.Launch(request, cancellation);
            if (!launch.Stopped)
            {
                _known.Add(key, launch);
            }
        }

        return launch;
    }

    /// <summary>The launch at this position of the program's commands comes next.</summary>
    public void Announce(int command) => device.Announce(command);

    /// <summary>A buffer has arrived from the host.</summary>
    public void Receive(int buffer) => device.Receive(buffer);

    /// <summary>An operator runs on the host.</summary>
    public void RunOnHost(int hostOperator) => device.RunOnHost(hostOperator);

    private readonly struct Key(DeviceRequest request) : IEquatable<Key>
    {
        private readonly DeviceRequest _request = request with { Start = 0 };

        public bool Equals(Key other) =>
            (_request.Kernel, _request.DimX, _request.DimY, _request.DimZ) == (other._request.Kernel, other._request.DimX, other._request.DimY, other._request.DimZ) &&
            (_request.BlockX, _request.BlockY, _request.BlockZ, _request.DynamicSharedBytes)
            == (other._request.BlockX, other._request.BlockY, other._request.BlockZ, other._request.DynamicSharedBytes) &&
            _request.Arguments.Span.SequenceEqual(other._request.Arguments.Span);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_request.Kernel);
            hash.Add(_request.DimX);
            foreach (var argument in _request.Arguments.Span)
            {
                hash.Add(argument);
            }

            return hash.ToHashCode();
        }
    }
}
