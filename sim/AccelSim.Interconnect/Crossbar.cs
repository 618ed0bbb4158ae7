using AccelSim.Engine;

namespace AccelSim.Interconnect;

/// <summary>A non-blocking crossbar: a packet reserves its input and its output, nothing in between.</summary>
public sealed class Crossbar
{
    private readonly Link[] _inputs;
    private readonly Link[] _outputs;

    /// <summary>An idle crossbar.</summary>
    /// <param name="name">For reports.</param>
    /// <param name="clock">Its clock.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="outputs">Number of outputs.</param>
    /// <param name="bytesPerCycle">Width of every input and output.</param>
    /// <param name="latency">Input to output, fs.</param>
    public Crossbar(string name, Clock clock, int inputs, int outputs, long bytesPerCycle, long latency)
    {
        _inputs = [.. Enumerable.Range(0, inputs).Select(i => new Link($"{name} in {i}", clock, bytesPerCycle, 0, Cause.NetworkBandwidth))];
        _outputs = [.. Enumerable.Range(0, outputs).Select(i => new Link($"{name} out {i}", clock, bytesPerCycle, latency, Cause.NetworkBandwidth))];
    }

    /// <summary>The route from an input to an output.</summary>
    public Route Route(int input, int output) => new(_inputs[input], _outputs[output]);
}
