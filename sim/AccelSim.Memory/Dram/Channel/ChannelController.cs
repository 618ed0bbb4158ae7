using AccelSim.Machine;

namespace AccelSim.Memory;

/// <summary>
/// The controller of one channel: requests go in, commands go to the device at legal ticks, reads report when their data is there.
/// Nothing happens between calls: <see cref="RunTo"/> works through the ticks at which something can happen and skips the others.
/// </summary>
public abstract class ChannelController
{
    private readonly IDramSink? _sink;
    private readonly IDramCommandLog? _log;
    private readonly BusAccount _buses;
    private readonly int[] _bus;
    private long _written;

    /// <summary>An idle channel, all rows closed, at tick 0.</summary>
    /// <param name="device">Organisation and timing.</param>
    /// <param name="policy">Queues and scheduling.</param>
    /// <param name="sink">Learns of finished reads; null when nobody asks.</param>
    /// <param name="log">Sees every command; null when nobody asks.</param>
    protected ChannelController(DramDevice device, ChannelPolicy policy, IDramSink? sink, IDramCommandLog? log)
    {
        Device = device ?? throw new ArgumentNullException(nameof(device));
        Policy = policy ?? throw new ArgumentNullException(nameof(policy));
        _sink = sink;
        _log = log;
        Timing = new ChannelTiming(device);
        _buses = new BusAccount(device);
        _bus = [.. Enumerable.Range(0, device.Banks).Select(bank => bank / (device.Banks / device.PseudoChannels))];
    }

    /// <summary>The device.</summary>
    public DramDevice Device { get; }

    /// <summary>Queues and scheduling.</summary>
    public ChannelPolicy Policy { get; }

    /// <summary>First tick that has not been worked through.</summary>
    public long Now { get; private protected set; }

    /// <summary>Tick of the next thing that can happen if nothing arrives; <see cref="long.MaxValue"/> for an idle channel without refresh.</summary>
    public long NextTick { get; protected set; }

    /// <summary>What was done so far.</summary>
    public ChannelCounters Counters { get; } = new();

    /// <summary>True while a request waits.</summary>
    public abstract bool Busy { get; }

    /// <summary>True while a write waits: a read of the same bursts takes its data from there.</summary>
    internal bool HoldsWrites => Counters.Writes - Counters.Merged > _written;

    /// <summary>Where requests come from as soon as there is room; null when they are only handed over.</summary>
    internal IDramSource? Source { get; set; }

    /// <summary>When the first read that waits at <see cref="Source"/> arrived or arrives.</summary>
    internal long NextRead { get; set; } = long.MaxValue;

    /// <summary>When the first write that waits there arrived or arrives.</summary>
    internal long NextWrite { get; set; } = long.MaxValue;

    /// <summary>When <see cref="Source"/> wants to take note of something that arrives.</summary>
    internal long NoteAt { get; set; } = long.MaxValue;

    /// <summary>What the data buses did with their time.</summary>
    internal BusAccount Buses => _buses;

    protected ChannelTiming Timing { get; }

    /// <summary>Sees every command; null when nobody asks.</summary>
    protected IDramCommandLog? Log => _log;

    private protected WaitingPool Pool { get; } = new();

    /// <summary>The controller that a policy asks for.</summary>
    public static ChannelController Create(DramDevice device, ChannelPolicy policy, IDramSink? sink = null, IDramCommandLog? log = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.Scheduling == DramScheduling.PerBankQueues
            ? new PerBankController(device, policy, sink, log)
            : new ReadyFirstController(device, policy, sink, log);
    }

    /// <summary>Puts all writes that wait on the bus, however few; ends when none is left.</summary>
    public abstract void Drain();

    /// <summary>What the data bus of a pseudo channel did with its time, up to its last burst.</summary>
    public BusTime Bus(int pseudoChannel) => _buses[pseudoChannel];

    /// <summary>Begins a new count of ticks at 0, idle, all rows closed, the next refresh one interval away. What was counted stays.</summary>
    /// <exception cref="InvalidOperationException">Requests wait.</exception>
    public void Restart()
    {
        if (Busy)
        {
            throw new InvalidOperationException("a channel with requests cannot begin anew");
        }

        Now = 0;
        Counters.LastColumn = 0;
        Timing.Restart();
        _buses.Restart();
        Begin();
    }

    /// <summary>True when there is room for a request of that kind.</summary>
    public abstract bool Accepts(bool write);

    /// <summary>Takes a request that arrives at <see cref="Now"/>, for which there is room.</summary>
    public void Enqueue(in DramRequest request)
    {
        if (request.Write)
        {
            Counters.Writes += request.Count;
        }
        else
        {
            Counters.Reads += request.Count;
        }

        Take(request);
        NextTick = Math.Min(NextTick, Now);
    }

    /// <summary>Works through all ticks before <paramref name="end"/>.</summary>
    public void RunTo(long end)
    {
        while (Math.Min(NextTick, NextArrival()) < end)
        {
            WorkOnce(end);
        }

        Now = Math.Max(Now, end);
        Refill();
    }

    /// <summary>Looks at <see cref="Now"/> again, as if something had happened: never changes what follows.</summary>
    public void Wake()
    {
        Forget();
        NextTick = Math.Min(NextTick, Now);
    }

    /// <summary>Works through the next tick at which something happens.</summary>
    public void Step() => WorkOnce(Math.Min(NextTick, NextArrival()) + 1);

    /// <summary>Works through the next tick at which something happens, and, where it is known what follows, through further ones before <paramref name="end"/>.</summary>
    private void WorkOnce(long end)
    {
        var arrival = NextArrival();
        if (arrival <= NextTick)
        {
            Now = arrival;
            Refill();
        }

        if (NextTick < end)
        {
            Now = NextTick;
            TakeNote(Now);
            Now = Work(Now, end) + 1;
            Refill();
        }
    }

    /// <summary>Forgets refreshes and bounds, and says in <see cref="NextTick"/> when the first refresh is due.</summary>
    protected abstract void Begin();

    /// <summary>Forgets what it found out about when commands are legal.</summary>
    protected abstract void Forget();

    /// <summary>Takes a request into the queues.</summary>
    protected abstract void Take(in DramRequest request);

    /// <summary>
    /// Works through a tick, and, where it can tell what follows, through further ticks before <paramref name="until"/>; says in
    /// <see cref="NextTick"/> when the next one is due and returns the last one worked through.
    /// </summary>
    protected abstract long Work(long tick, long until);

    /// <summary>When the next request arrives for which there is room now; <see cref="long.MaxValue"/> where none is known.</summary>
    private protected long NextArrival()
    {
        var arrival = NextRead < long.MaxValue && Accepts(write: false) ? NextRead : long.MaxValue;
        return NextWrite < arrival && Accepts(write: true) ? NextWrite : arrival;
    }

    /// <summary>Lets <see cref="Source"/> take note of what arrives up to a tick.</summary>
    private protected void TakeNote(long tick)
    {
        if (NoteAt <= tick)
        {
            Source!.Note(tick);
        }
    }

    /// <summary>Takes in what has arrived by now and finds room.</summary>
    private protected void Refill()
    {
        if (NextArrival() <= Now)
        {
            Source!.Refill();
        }
    }

    /// <summary>Reports a read.</summary>
    protected void Finish(int tag, long tick) => _sink?.Done(tag, tick);

    /// <summary>Opens a row.</summary>
    protected void IssueActivate(int bank, long row, long tick)
    {
        Timing.Activate(bank, row, tick);
        Counters.Activates++;
        _log?.Add(tick, DramCommand.Activate, bank, row);
    }

    /// <summary>Closes a row.</summary>
    protected void IssuePrecharge(int bank, long tick)
    {
        Timing.Precharge(bank, tick);
        Counters.Precharges++;
        _log?.Add(tick, DramCommand.Precharge, bank, 0);
    }

    /// <summary>Closes all rows of a rank.</summary>
    protected void IssuePrechargeAll(int rank, long tick)
    {
        Timing.PrechargeAll(rank, tick);
        Counters.Precharges++;
        _log?.Add(tick, DramCommand.PrechargeAll, rank * Device.BanksPerRank, 0);
    }

    /// <summary>Refreshes a rank.</summary>
    protected void IssueRefresh(int rank, long tick)
    {
        Timing.Refresh(rank, tick);
        _buses.Refresh(rank / Device.Ranks, tick);
        Counters.Refreshes++;
        _log?.Add(tick, DramCommand.Refresh, rank * Device.BanksPerRank, 0);
    }

    /// <summary>Refreshes a bank.</summary>
    protected void IssueRefreshBank(int bank, long tick)
    {
        Timing.RefreshBank(bank, tick);
        Counters.Refreshes++;
        _log?.Add(tick, DramCommand.RefreshBank, bank, 0);
    }

    /// <summary>Issues the next column command of a request, one that closes its row where asked; true when it was its last.</summary>
    protected bool IssueColumn(int index, long tick, bool closes = false)
    {
        ref var waiting = ref Pool[index];
        var (bank, write) = (waiting.Request.Bank, waiting.Request.Write);
        IssueOne(ref waiting, tick, closes);
        if (closes)
        {
            Timing.AutoPrecharge(bank, write, tick);
        }

        if (waiting.Served < waiting.Request.Count)
        {
            return false;
        }

        if (!write)
        {
            Finish(waiting.Request.Tag, tick + Device.ReadTicks);
        }

        return true;
    }

    /// <summary>Issues the next column command of a request, and nothing else.</summary>
    private protected void IssueOne(ref Waiting waiting, long tick, bool closes = false)
    {
        var (bank, write) = (waiting.Request.Bank, waiting.Request.Write);
        var first = Timing.RowAccesses[bank] == 0;
        Counters.RowHits += first ? 0 : 1;
        Counters.LastColumn = tick;
        _buses.Column(_bus[bank], tick, waiting.Arrival, first, write);
        Timing.Column(bank, write, tick);
        _written += write ? 1 : 0;
        waiting.Served++;
        _log?.Add(tick, (write, closes) switch
        {
            (false, false) => DramCommand.Read,
            (true, false) => DramCommand.Write,
            (false, true) => DramCommand.ReadPrecharge,
            (true, true) => DramCommand.WritePrecharge,
        }, bank, waiting.Request.Row);
    }

    /// <summary>
    /// Enters column commands of one request, or of two in turns, one every <paramref name="spacing"/> ticks, into the state of banks and requests; only
    /// the last one, or with two the last of each, may be the last of its request. The bus's account and <see cref="Log"/> are up to the caller.
    /// </summary>
    /// <param name="first">The request that begins.</param>
    /// <param name="second">The other one; -1 for none.</param>
    /// <param name="count">Commands.</param>
    /// <param name="tick">Tick of the first command.</param>
    /// <param name="spacing">Ticks between commands.</param>
    /// <returns>Tick of the last command.</returns>
    private protected long EnterRun(int first, int second, int count, long tick, int spacing)
    {
        ref var one = ref Pool[first];
        var bank = one.Request.Bank;
        var write = one.Request.Write;
        var last = tick + ((count - 1L) * spacing);
        var turns = second < 0 ? 0 : count / 2;
        Counters.RowHits += count - (Timing.RowAccesses[bank] == 0 ? 1 : 0);
        if (turns > 0)
        {
            ref var two = ref Pool[second];
            Counters.RowHits -= Timing.RowAccesses[two.Request.Bank] == 0 ? 1 : 0;
            Timing.Column(two.Request.Bank, write, count % 2 == 0 ? last : last - spacing, turns);
            two.Served += turns;
        }

        Timing.Column(bank, write, turns > 0 && count % 2 == 0 ? last - spacing : last, count - turns);
        one.Served += count - turns;
        _written += write ? count : 0;
        Counters.LastColumn = Math.Max(Counters.LastColumn, last);
        return last;
    }
}
