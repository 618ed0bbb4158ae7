using AccelSim.Functional.Simt;
using AccelSim.Isa.Simt;

namespace AccelSim.Chips.Simt;

/// <summary>What the scheduler needs to know of an instruction on a chip; one entry per program counter.</summary>
internal struct SimtIssue
{
    /// <summary>Gate of the load-store unit's queue; the numbers below are ports.</summary>
    public const byte QueueGate = 2 * SimtCode.SharedPorts;

    /// <summary>Gate of instructions that need room in the buffer of packets with data, too.</summary>
    public const byte DataGate = QueueGate + 1;

    /// <summary>Gate of instructions that wait for no pipe.</summary>
    public const byte NoGate = QueueGate + 2;

    /// <summary>Registers and predicates.</summary>
    public SimtStaticInfo Info;

    /// <summary>Cycles to the issue of an instruction that uses the result; of a product of a warp group, those that it takes the tensor cores.</summary>
    public int Latency;

    /// <summary>Cycles that the pipe is taken.</summary>
    public int Interval;

    /// <summary>Cycles by which reading the operands from the banks of the register file delays the sub-core's next issue.</summary>
    public int BankDelay;

    /// <summary>Issue port: a pipe of the sub-core or, from <see cref="SimtCode.SharedPorts"/> on, of the SM.</summary>
    public byte Port;

    /// <summary>What must be free for it to issue, in one number.</summary>
    public readonly byte Gate => Port != SimtCode.LoadStorePort ? Port
        : Timing == SimtTiming.AsyncGroup ? NoGate
        : Timing is SimtTiming.GlobalStore or SimtTiming.LocalStore or SimtTiming.GlobalAtomic ? DataGate
        : QueueGate;

    /// <summary>What somebody waits for who waits for the result.</summary>
    public StallReason ResultReason;

    /// <summary>What a warp waits for while the port is taken.</summary>
    public StallReason PortReason;

    public SimtTiming Timing;
    public SimtOpcode Opcode;

    /// <summary>Bytes that the L2 fetches around a sector it lacks; 0 for the sector alone.</summary>
    public byte Fetch;

    /// <summary>Choices of the mnemonic.</summary>
    public ushort Mode;

    /// <summary>Cycles that the compiler asks for until the warp's next issue.</summary>
    public byte Stall;

    /// <summary>Number an instruction carries: groups of copies to wait for.</summary>
    public int Immediate;

    /// <summary>Lane of the tensor core's work: multiply-adds.</summary>
    public int Macs;

    /// <summary>Where the unit's work is counted (<see cref="SmActivity"/>).</summary>
    public byte Place;

    /// <summary>Operations of the unit for each thread; 0 where it does none that costs energy beside the instruction.</summary>
    public byte Operations;

    /// <summary>Bytes of registers that each thread reads.</summary>
    public byte OperandBytes;

    /// <summary>Bytes of registers that each thread writes.</summary>
    public byte ResultBytes;
}
