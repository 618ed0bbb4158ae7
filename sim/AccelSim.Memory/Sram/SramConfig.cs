using AccelSim.Engine;
using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>A banked on-chip memory: bank = (address / InterleaveBytes) mod Banks.</summary>
/// <param name="Clock">Its clock.</param>
/// <param name="Banks">Banks, at least 1.</param>
/// <param name="PortsPerBank">Accesses, reads or writes, that one bank serves per cycle.</param>
/// <param name="BankBytes">Bytes of one access of one bank.</param>
/// <param name="LatencyCycles">Request to first data.</param>
public sealed record SramConfig(Clock Clock, int Banks, int PortsPerBank, int BankBytes, int LatencyCycles)
{
    /// <summary>Ports of a bank that serve only reads, beside <see cref="PortsPerBank"/>.</summary>
    public int ReadPorts { get; init; }

    /// <summary>Ports of a bank that serve only writes, beside <see cref="PortsPerBank"/>.</summary>
    public int WritePorts { get; init; }

    /// <summary>Consecutive bytes in one bank, whole accesses of it; one access where not given.</summary>
    public int InterleaveBytes { get; init; } = BankBytes;

    /// <summary>Who is served when several ask; of no account to <see cref="SharedSram"/>, which serves whole accesses in order of arrival.</summary>
    public SramArbitration Arbitration { get; init; }

    /// <summary>Accesses of one direction that a bank serves in a cycle.</summary>
    public int PortsFor(bool write) => PortsPerBank + (write ? WritePorts : ReadPorts);

    /// <summary>Everything that is wrong with the numbers, each with the key it has in chip files; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Need(Banks >= 1, "banks must be at least 1");
        Need(BankBytes >= 1, "bankWidth must be at least 1 byte");
        Need(BankBytes < 1 || (InterleaveBytes >= 1 && InterleaveBytes % BankBytes == 0), "bankInterleave must be a multiple of bankWidth");
        Need(PortsPerBank >= 0, "portsPerBank must not be negative");
        Need(ReadPorts >= 0, "readPorts must not be negative");
        Need(WritePorts >= 0, "writePorts must not be negative");
        Need(PortsPerBank < 0 || ReadPorts < 0 || PortsFor(write: false) > 0, "readPorts and portsPerBank leave reads without a port");
        Need(PortsPerBank < 0 || WritePorts < 0 || PortsFor(write: true) > 0, "writePorts and portsPerBank leave writes without a port");
        Need(LatencyCycles >= 0, "latency must not be negative");
        Need(Enum.IsDefined(Arbitration), "arbitration is none that is known");
        return problems;

        void Need(bool holds, string message)
        {
            if (!holds)
            {
                problems.Add(message);
            }
        }
    }

    /// <summary>Itself, when it describes a memory that can be built.</summary>
    /// <exception cref="ArgumentException">It does not; the message has all problems.</exception>
    public SramConfig Checked()
    {
        var problems = Problems();
        return problems.Count == 0 ? this : throw new ArgumentException($"SRAM: {string.Join("; ", problems)}");
    }
}
