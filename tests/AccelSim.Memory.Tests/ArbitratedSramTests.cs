using AccelSim.Engine;
using AccelSim.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

public class ArbitratedSramTests
{
    private const long Cycle = 1_000_000;

    private static readonly SramConfig Config = new(new Clock(1_000_000_000), 4, 1, 32, 10);

    private static Gen<SramConfig> Configs =>
        from banks in Gen.Elements(1, 2, 3, 8)
        from shared in Gen.Choose(0, 2)
        from reads in Gen.Choose(0, 2)
        from writes in Gen.Choose(0, 2)
        from arbitration in Gen.Elements(Enum.GetValues<SramArbitration>())
        where shared + reads > 0 && shared + writes > 0
        select Config with
        {
            Banks = banks,
            PortsPerBank = shared,
            ReadPorts = reads,
            WritePorts = writes,
            Arbitration = arbitration,
        };

    private static Gen<Asked[]> Loads => Gen.ArrayOf(
        from cycle in Gen.Choose(0, 300)
        from requester in Gen.Choose(0, 3)
        from write in Gen.Elements(true, false)
        from address in Gen.Choose(0, 400)
        from bytes in Gen.Choose(1, 300)
        from count in Gen.Choose(1, 12)
        from stride in Gen.Elements(0, 32, 64, 128, 100)
        select new Asked(cycle, requester, write, new AffinePattern(address, bytes, count, stride)),
        25);

    public sealed record Asked(int Cycle, int Requester, bool Write, AffinePattern Pattern);

    [Fact]
    public void One_alone_takes_the_cycles_of_its_fullest_bank() => Law.Holds(
        from config in Configs from load in Loads select (config, load[0]), t =>
        {
            var user = new User(t.config, [t.Item2]);
            user.Run();
            var cycles = BankConflicts.Cycles(t.config, t.Item2.Pattern, new long[t.config.Banks], t.Item2.Write);
            Assert.Equal((t.Item2.Cycle + cycles + 10) * Cycle, user.Ended[0].Done);
            Assert.Equal(0, user.Ended[0].Queued);
            var shared = t.config with { PortsPerBank = t.config.PortsFor(t.Item2.Write), ReadPorts = 0, WritePorts = 0 };
            Assert.Equal(new SharedSram(shared).Access(t.Item2.Cycle * Cycle, t.Item2.Pattern), user.Ended[0]);
        });

    [Fact]
    public void Several_end_when_a_naive_simulator_says() => Law.Holds(
        from config in Configs from load in Loads select (config, load), t =>
        {
            var user = new User(t.config, t.load);
            user.Run();
            var naive = Naive(t.config, t.load);
            Assert.Equal(naive, user.Ended.Select(outcome => (outcome.Done / Cycle) - 10));

            // Whatever the arbitration, a bank cannot serve faster than its ports allow, and does not rest while somebody wants it.
            var words = new long[t.config.Banks];
            var (reads, writes) = (new long[t.config.Banks], new long[t.config.Banks]);
            foreach (var asked in t.load)
            {
                BankConflicts.Words(t.config, asked.Pattern, words);
                for (var bank = 0; bank < words.Length; bank++)
                {
                    (asked.Write ? writes : reads)[bank] += words[bank];
                }
            }

            user.Sram.Settle(user.Time);
            for (var bank = 0; bank < words.Length; bank++)
            {
                var busy = user.Sram.Banks[bank][Cause.SramBandwidth] / Cycle;
                Assert.InRange(busy, BankConflicts.Cycles(t.config, reads[bank], writes[bank]), reads[bank] + writes[bank]);
                Assert.Equal(user.Time, user.Sram.Banks[bank][Cause.SramBandwidth] + user.Sram.Banks[bank][Cause.Idle]);
            }
        });

    [Fact]
    public void Turns_are_fair_and_priorities_are_not()
    {
        Asked[] load = [new(0, 0, false, new(0, 32, 100, 128)), new(0, 1, false, new(0, 32, 100, 128))];
        var fair = new User(Config, load);
        fair.Run();
        Assert.Equal([209, 210], fair.Ended.Select(o => o.Done / Cycle));
        var unfair = new User(Config with { Arbitration = SramArbitration.FixedPriority }, load);
        unfair.Run();
        Assert.Equal([110, 210], unfair.Ended.Select(o => o.Done / Cycle));
        Assert.Equal([0, 100], unfair.Ended.Select(o => o.Queued / Cycle));
    }

    [Fact]
    public void The_oldest_goes_first_whatever_its_number()
    {
        Asked[] load = [new(5, 0, false, new(0, 32, 100, 128)), new(0, 1, false, new(0, 32, 100, 128)), new(0, 1, false, new(0, 32, 10, 128))];
        var user = new User(Config with { Arbitration = SramArbitration.OldestFirst }, load);
        user.Run();

        // The second access of the same requester begins when its first has been served, and is the younger of the two that want the bank then.
        Assert.Equal([210, 110, 220], user.Ended.Select(o => o.Done / Cycle));

        // It waits 100 cycles behind its own first, which never stood still, and another 100 for the port; the other waits 95 for the port.
        Assert.Equal([95, 0, 200], user.Ended.Select(o => o.Queued / Cycle));
        Assert.Equal([95, 0, 100], user.Ended.Select(o => o.Contended / Cycle));
    }

    [Fact]
    public void What_follows_a_restart_does_not_depend_on_what_went_before() => Law.Holds(
        from config in Configs from load in Loads from offset in Gen.Choose(0, 999_999) select (config, load, offset), t =>
        {
            var fresh = new User(t.config, t.load);
            fresh.Run();
            var used = new User(t.config, t.load);
            used.Run();
            used.Again((used.Time / Cycle * Cycle) + (2 * Cycle) + t.offset);
            var began = used.Began;
            Assert.Equal(fresh.Ended.Select(o => o.Done), used.Ended.Select(o => o.Done - began));
            Assert.Equal(fresh.Ended.Select(o => (o.Queued, o.Conflict, o.Contended)), used.Ended.Select(o => (o.Queued, o.Conflict, o.Contended)));
            used.Sram.Settle(used.Time);
            Assert.All(used.Sram.Banks, bank => Assert.Equal(used.Time, bank[Cause.SramBandwidth] + bank[Cause.Idle]));
        }, count: 60);

    [Fact]
    public void Reads_do_not_wait_for_writes_that_have_ports_of_their_own()
    {
        Asked[] load = [new(0, 0, false, new(0, 32, 100, 128)), new(0, 1, true, new(0, 32, 100, 128))];
        var user = new User(Config with { PortsPerBank = 0, ReadPorts = 1, WritePorts = 1 }, load);
        user.Run();
        Assert.Equal([110, 110], user.Ended.Select(o => o.Done / Cycle));
    }

    [Fact]
    public void Accesses_allocate_nothing()
    {
        var pump = new Pump();
        pump.Start(2000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        pump.Start(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>Cycle by cycle, bank by bank, port by port: the cycle after the last word of each access.</summary>
    private static List<long> Naive(SramConfig config, Asked[] load)
    {
        var ends = load.Select(_ => 0L).ToList();
        var waiting = Enumerable.Range(0, 4).Select(r => new Queue<int>(
            Enumerable.Range(0, load.Length).Where(i => load[i].Requester == r).OrderBy(i => load[i].Cycle).ThenBy(i => i))).ToArray();
        var left = new Dictionary<(int Requester, long Bank), int>();
        var last = Enumerable.Repeat(-1, config.Banks).ToArray();
        var begun = new long[4];
        for (var cycle = 0L; waiting.Any(queue => queue.Count > 0); cycle++)
        {
            for (var r = 0; r < 4; r++)
            {
                if (waiting[r].TryPeek(out var next) && load[next].Cycle <= cycle && ends[next] == 0)
                {
                    ends[next] = -1;
                    begun[r] = (cycle * 4) + r;
                    var flat = load[next].Pattern.Flattened();
                    for (var i = 0L; i < flat.Segments; i++)
                    {
                        for (var word = flat.Address(i) / 32; word <= (flat.Address(i) + flat.Bytes - 1) / 32; word++)
                        {
                            left[(r, word % config.Banks)] = left.GetValueOrDefault((r, word % config.Banks)) + 1;
                        }
                    }
                }
            }

            for (var bank = 0; bank < config.Banks; bank++)
            {
                var ports = Enumerable.Repeat("read", config.ReadPorts).Concat(Enumerable.Repeat("write", config.WritePorts))
                    .Concat(Enumerable.Repeat("any", config.PortsPerBank)).ToList();
                while (true)
                {
                    var order = config.Arbitration switch
                    {
                        SramArbitration.RoundRobin => Enumerable.Range(0, 4).Select(i => (last[bank] + 1 + i) % 4),
                        SramArbitration.FixedPriority => Enumerable.Range(0, 4),
                        _ => Enumerable.Range(0, 4).OrderBy(r => begun[r]),
                    };
                    var served = order.Cast<int?>().FirstOrDefault(r => left.GetValueOrDefault((r!.Value, bank)) > 0 && ports.Any(p => p == "any" || p == Kind(r.Value)));
                    if (served is not { } requester)
                    {
                        break;
                    }

                    ports.RemoveAt(ports.FindIndex(p => p == "any" || p == Kind(requester)));
                    left[(requester, bank)]--;
                    last[bank] = requester;
                }
            }

            for (var r = 0; r < 4; r++)
            {
                if (waiting[r].TryPeek(out var active) && ends[active] < 0 && Enumerable.Range(0, config.Banks).All(bank => left.GetValueOrDefault((r, bank)) == 0))
                {
                    ends[active] = cycle + 1;
                    waiting[r].Dequeue();
                }
            }
        }

        return ends;

        string Kind(int requester) => load[waiting[requester].Peek()].Write ? "write" : "read";
    }

    private sealed class User : Component, ISramClient
    {
        private readonly Asked[] _load;

        public User(SramConfig config, Asked[] load)
            : base(new Simulation(), "user")
        {
            _load = load;
            Sram = new ArbitratedSram(Simulation, config, 4);
            Ended = new SramOutcome[load.Length];
            for (var i = 0; i < load.Length; i++)
            {
                Simulation.Schedule(load[i].Cycle * Cycle, Phase.Execute, this, 0, i);
            }
        }

        public ArbitratedSram Sram { get; }

        public SramOutcome[] Ended { get; }

        public long Time => Now;

        /// <summary>When the load was given once more.</summary>
        public long Began { get; private set; }

        public void Run() => Simulation.Run();

        /// <summary>Gives the load once more, from a time on at which nothing is under way.</summary>
        public void Again(long time)
        {
            Array.Clear(Ended);
            Began = time;
            Simulation.Schedule(time, Phase.Deliver, this, 1, 0);
            Simulation.Run();
        }

        public void SramDone(int tag, in SramOutcome outcome)
        {
            Assert.Equal(default, Ended[tag]);
            Assert.True(outcome.Queued >= 0 && outcome.Conflict >= 0);
            Ended[tag] = outcome;
        }

        protected override void Handle(in SimEvent item)
        {
            if (item.Tag == 1)
            {
                Sram.Restart();
                for (var i = 0; i < _load.Length; i++)
                {
                    Simulation.Schedule(Now + (_load[i].Cycle * Cycle), Phase.Execute, this, 0, i);
                }

                return;
            }

            var asked = _load[(int)item.Payload];
            Sram.Access(asked.Requester, asked.Pattern, asked.Write, this, (int)item.Payload);
        }
    }

    /// <summary>Keeps each of four requesters busy until so many accesses have ended.</summary>
    private sealed class Pump : ISramClient
    {
        private readonly Simulation _simulation = new();
        private readonly ArbitratedSram _sram;
        private int _left;

        public Pump() => _sram = new ArbitratedSram(_simulation, Config, 4);

        public void Start(int accesses)
        {
            _left = accesses;
            for (var requester = 0; requester < 4; requester++)
            {
                Next(requester);
            }

            _simulation.RunUntil(long.MaxValue);
        }

        public void SramDone(int tag, in SramOutcome outcome)
        {
            if (_left-- > 0)
            {
                Next(tag);
            }
        }

        private void Next(int requester) => _sram.Access(requester, new AffinePattern(_left % 100 * 32, 96, 5, 160), _left % 3 == 0, this, requester);
    }
}
