using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Chips.Tests.Mlu;

/// <summary>
/// Random programs for two clusters of two cores and their memory cores in which every pair of accesses to the same bytes is ordered: whatever
/// is still in flight in another queue is waited for before its bytes are touched again, and cores hand data over behind barriers and semaphores.
/// </summary>
internal sealed class RaceFreeProgram
{
    /// <summary>Bytes of device memory that a program uses.</summary>
    public const int DeviceBytes = 1 << 20;

    private const int Block = 1024;
    private const int Counters = 512 << 10;
    private const int Staged = 768 << 10;
    private const int Exchanged = 64 << 10;
    private const int Mailbox = 72 << 10;
    private const int FromMemoryCore = 80 << 10;
    private const int Handed = 96 << 10;
    private const int Trash = 56 << 10;
    private const int Offsets = 60 << 10;

    private static readonly string[] QueueNames = ["io", "move", "compute"];
    private readonly StringBuilder _compute = new();
    private readonly StringBuilder _memory = new();
    private readonly List<(int Queue, string Place, bool Write)> _pending = [];
    private readonly Func<int, int> _draw;
    private int _labels;
    private int _semaphores;

    private RaceFreeProgram(Func<int, int> draw) => _draw = draw;

    /// <summary>Random programs.</summary>
    public static Gen<string> All =>
        from numbers in Gen.ArrayOf(Gen.Choose(0, 1_000_000), 60)
        from steps in Gen.Choose(5, 30)
        select Text(numbers, steps);

    /// <summary>A long one, always the same for a number.</summary>
    public static string Numbered(int number) => Text([.. Enumerable.Repeat(new Random(number), 60).Select(random => random.Next(1_000_000))], steps: 30);

    private static string Text(int[] numbers, int steps)
    {
        var next = 0;
        var program = new RaceFreeProgram(below => (numbers[next++ % numbers.Length] + next) % below);
        for (var step = 0; step < steps; step++)
        {
            program.Step();
        }

        return $"""
            .kernel k, union2, memcore
            mv.sreg r1, %coreid
            mv.sreg r2, %clusterid
            li r3, 128
            beq r1, r3, memory_core
            mv.sreg r60, %taskid
            mul r60, r60, 65536
            mul r59, r1, 16384
            mul r58, r1, {Block}
            li r7, 0
            li r57, 16
            offsets:
            mul r8, r7, 37
            and r8, r8, 15
            mul r8, r8, 48
            mul r9, r7, 8
            st.nram.i64 r8, [r9 + {Offsets}]
            add r7, r7, 1
            blt r7, r57, offsets
            li r10, {8 * Block}
            memcpy.gdram2nram r0, r60, r10
            memcpy.gdram2wram r0, r60, r10
            memcpy.gdram2sram r59, r60, r10
            {program._compute}sync
            li r10, {8 * Block}
            add r11, r60, 32768
            memcpy.nram2gdram r11, r0, r10
            add r11, r11, r10
            memcpy.wram2gdram r11, r0, r10
            add r11, r11, r10
            memcpy.sram2gdram.async r11, r59, r10
            halt
            memory_core:
            {program._memory}halt

            """;
    }

    private void Step()
    {
        switch (_draw(14))
        {
            case 0: Loop(); break;
            case 1: DataBranch(); break;
            case 2: Exchange(); break;
            case 3: OtherCluster(); break;
            case 4: FromMemory(); break;
            case 5: Semaphore(); break;
            case 6: Burst(); break;
            default: Simple(); break;
        }
    }

    private void Simple()
    {
        var (a, b, c) = (_draw(8), _draw(8), _draw(8));
        var bytes = (string)(_draw(3) switch { 0 => "64", 1 => "200", _ => "1024" });
        var count = (string)(_draw(3) switch { 0 => "16", 1 => "50", _ => "256" });
        string N(int block) => Set($"r{20 + (block % 8)}", block * Block);
        string Task(int register, int block) => Set($"r{register}", "r60", block * Block);
        string Own(int register, int block) => Set($"r{register}", "r59", block * Block);
        switch (_draw(22))
        {
            case 0: Emit(0, $"{N(a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.gdram2nram{Async()} r{20 + a}, r30, r31", [$"g{b}"], [$"n{a}"]); break;
            case 1: Emit(0, $"{N(a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.nram2gdram{Async()} r30, r{20 + a}, r31", [$"n{a}"], [$"g{b}"]); break;
            case 2: Emit(0, $"{N(a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.gdram2wram{Async()} r{20 + a}, r30, r31", [$"g{b}"], [$"w{a}"]); break;
            case 3: Emit(0, $"{N(a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.wram2gdram{Async()} r30, r{20 + a}, r31", [$"w{a}"], [$"g{b}"]); break;
            case 4: Emit(0, $"{Own(29, a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.gdram2sram{Async()} r29, r30, r31", [$"g{b}"], [$"s{a}"]); break;
            case 5: Emit(0, $"{Own(29, a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.sram2gdram{Async()} r30, r29, r31", [$"s{a}"], [$"g{b}"]); break;
            case 6: Emit(0, $"{Task(29, a)}{Task(30, b)}{Li(31, bytes)}", $"memcpy.gdram2gdram{Async()} r30, r29, r31", [$"g{a}"], [$"g{b}"]); break;
            case 7: Local("nram2nram", "n", "n"); break;
            case 8: Local("nram2wram", "n", "w"); break;
            case 9: Local("wram2nram", "w", "n"); break;
            case 10: Emit(1, $"{N(a)}{Own(30, b)}{Li(31, bytes)}", $"memcpy.nram2sram{Async()} r30, r{20 + a}, r31", [$"n{a}"], [$"s{b}"]); break;
            case 11: Emit(1, $"{N(a)}{Own(30, b)}{Li(31, bytes)}", $"memcpy.sram2nram{Async()} r{20 + a}, r30, r31", [$"s{b}"], [$"n{a}"]); break;
            case 12: Emit(1, $"{N(a)}{Own(30, b)}{Li(31, bytes)}", $"memcpy.sram2wram{Async()} r{20 + a}, r30, r31", [$"s{b}"], [$"w{a}"]); break;
            case 13: Emit(1, $"{N(a)}{Li(31, a.ToString(CultureInfo.InvariantCulture))}{Li(32, count)}", $"fill.nram.i32{Async()} r{20 + a}, r31, r32", [], [$"n{a}"]); break;
            case 14: Strided(); break;
            case 15: Emit(0, $"{N(a)}{Task(30, b)}{Li(31, "32")}{Li(32, "16")}{Li(33, Offsets)}", $"gather.gdram{Async()} r{20 + a}, r30, r33, r31, r32", [$"g{b}"], [$"n{a}"]); break;
            case 16: Emit(0, $"{N(a)}{Task(30, b)}{Li(31, "32")}{Li(32, "16")}{Li(33, Offsets)}", $"scatter.gdram{Async()} r30, r{20 + a}, r33, r31, r32", [$"n{a}"], [$"g{b}"]); break;
            case 17: Emit(0, $"{N(a)}{Li(30, Counters)}{Li(31, count)}", $"atomic.reduce.add.i32 r30, r{20 + a}, r31", [$"n{a}"], ["counters"]); break;
            case 18: Emit(0, $"{N(a)}{Li(30, Counters)}{Li(31, count)}{Li(32, Trash)}", $"atomic.add.i32 r32, r30, r{20 + a}, r31", [$"n{a}"], ["counters", "trash"]); break;
            case 19: Emit(2, $"{N(a)}{N(b)}{N(c)}{Li(31, "16")}", $"matmul.i32.i8.i8 r{20 + a}, r{20 + b}, r{20 + c}, r31, r31, r31, r0", [$"n{b}", $"w{c}"], [$"n{a}"]); break;
            default:
                var operation = (string)(_draw(4) switch { 0 => "vadd.i32", 1 => "vbxor.i32", 2 => "vmul.i32", _ => "vmax.i32" });
                Emit(2, $"{N(a)}{N(b)}{N(c)}{Li(31, count)}", $"{operation} r{20 + a}, r{20 + b}, r{20 + c}, r31", [$"n{b}", $"n{c}"], [$"n{a}"]);
                break;
        }

        void Local(string pair, string from, string to) =>
            Emit(1, $"{N(a)}{N(b)}{Li(31, bytes)}", $"memcpy.{pair}{Async()} r{20 + a}, r{20 + b}, r31", [$"{from}{b}"], [$"{to}{a}"]);

        void Strided() => Emit(
            0, $"{N(a)}{Task(30, b)}{Li(31, "24")}{Li(32, "40")}{Li(33, "3")}{Li(34, "200")}{Li(35, "4")}",
            $"memcpy3d.gdram2nram{Async()} r{20 + a}, r30, r31, r32, r33, r34, r35, r32, r33, r34, r35, r0", [$"g{b}"], [$"n{a}"]);
    }

    /// <summary>More instructions for one queue than it may have room for.</summary>
    private void Burst()
    {
        var (queue, to) = (_draw(3), _draw(8));
        var instruction = queue switch
        {
            0 => "memcpy.gdram2nram.async r29, r60, r31",
            1 => "memcpy.nram2nram.async r29, r0, r31",
            _ => "vadd.i32 r29, r29, r0, r31",
        };
        for (var line = 0; line < 6; line++)
        {
            Emit(queue, $"li r29, {to * Block}\nli r31, 256\n", instruction, [queue == 0 ? "g0" : "n0", $"n{to}"], [$"n{to}"]);
        }
    }

    private void Loop()
    {
        Wait();
        var label = $"loop{_labels++}";
        _compute.Append(CultureInfo.InvariantCulture, $"li r40, {2 + _draw(3)}\n{label}:\n");
        for (var line = 1 + _draw(3); line > 0; line--)
        {
            Simple();
        }

        Wait();
        _compute.Append(CultureInfo.InvariantCulture, $"sub r40, r40, 1\nbne r40, r0, {label}\n");
    }

    /// <summary>Which way it goes depends on data: a word, or how many of a block are not zero.</summary>
    private void DataBranch()
    {
        var (read, written) = (_draw(8), _draw(8));
        var label = $"skip{_labels++}";
        Order(2, [$"n{read}"], [$"n{written}"]);
        Order(-1, [$"n{read}"], []);
        _compute.Append(CultureInfo.InvariantCulture, $"li r41, {read * Block}\nli r42, {written * Block}\nli r43, 64\n");
        _compute.Append(_draw(2) == 0 ? "ld.nram.i32 r44, [r41 + 8]\n" : "vcount.i8 r44, r41, r43\n");
        _compute.Append(CultureInfo.InvariantCulture, $"and r44, r44, 1\nbeq r44, r0, {label}\nvadd.i32 r42, r42, r42, r43\n{label}:\n");
        _pending.Add((2, $"n{read}", false));
        _pending.Add((2, $"n{written}", true));
    }

    private void Exchange()
    {
        var (from, to) = (_draw(8), _draw(8));
        Everyone("barrier.cluster");
        _compute.Append(CultureInfo.InvariantCulture, $"li r31, {Block}\nli r29, {from * Block}\nadd r30, r58, {Exchanged}\nmemcpy.nram2sram.async r30, r29, r31\n");
        Everyone("barrier.cluster");
        _compute.Append(CultureInfo.InvariantCulture, $"li r29, {to * Block}\nli r30, {Exchanged + Block}\nsub r30, r30, r58\nmemcpy.sram2nram.async r29, r30, r31\n");
        _pending.Add((1, $"n{to}", true));
    }

    private void OtherCluster()
    {
        var (from, to) = (_draw(8), _draw(8));
        Everyone("barrier.all");
        _compute.Append(CultureInfo.InvariantCulture, $"li r31, {Block / 4}\nli r32, 4\nli r33, 1\nsub r34, r33, r2\nadd r29, r59, {from * Block}\nadd r30, r58, {Mailbox}\n");
        _compute.Append("memcpy3d.sram2sram.async r30, r29, r31, r31, r32, r0, r33, r31, r32, r0, r33, r34\n");
        Everyone("barrier.all");
        _compute.Append(CultureInfo.InvariantCulture, $"li r29, {to * Block}\nli r31, {Block}\nmemcpy.sram2wram.async r29, r30, r31\n");
        _pending.Add((1, $"w{to}", true));
    }

    private void FromMemory()
    {
        var to = _draw(8);
        Everyone("barrier.cluster");
        _memory.Append(CultureInfo.InvariantCulture, $"li r31, {Block}\nli r30, {Staged + (_draw(64) * 100)}\nli r29, {FromMemoryCore}\nmemcpy.gdram2sram{Async()} r29, r30, r31\n");
        if (_draw(2) == 0)
        {
            _memory.Append("barrier.mpu\n");
        }

        if (_draw(2) == 0)
        {
            Wait("barrier.ipu");
        }

        Everyone("barrier.cluster");
        _compute.Append(CultureInfo.InvariantCulture, $"li r31, {Block}\nli r30, {FromMemoryCore}\nli r29, {to * Block}\nmemcpy.sram2nram.async r29, r30, r31\n");
        _pending.Add((1, $"n{to}", true));
    }

    private void Semaphore()
    {
        var (from, to, number) = (_draw(8), _draw(8), _semaphores++);
        var label = $"taker{_labels++}";
        Wait();
        _compute.Append(CultureInfo.InvariantCulture, $"li r31, {Block}\nli r30, {Handed + (number * Block)}\nli r29, {from * Block}\nli r28, {to * Block}\nbne r1, r0, {label}\n");
        _compute.Append(CultureInfo.InvariantCulture, $"memcpy.nram2sram.async r30, r29, r31\npv.v {number}\njump {label}_done\n");
        _compute.Append(CultureInfo.InvariantCulture, $"{label}:\npv.p {number}\nmemcpy.sram2nram.async r28, r30, r31\n{label}_done:\n");
        _pending.Add((1, $"n{from}", false));
        _pending.Add((1, $"n{to}", true));
    }

    private string Async() => _draw(3) == 0 ? "" : ".async";

    private static string Set(string register, int value) => $"li {register}, {value}\n";

    private static string Set(string register, string from, int offset) => $"add {register}, {from}, {offset}\n";

    private static string Li(int register, int value) => Set($"r{register}", value);

    private static string Li(int register, string value) => $"li r{register}, {value}\n";

    private void Emit(int queue, string registers, string instruction, string[] reads, string[] writes)
    {
        Order(queue, reads, writes);
        _compute.Append(registers).Append(instruction).Append('\n');
        if (queue != 2 && !instruction.Contains(".async", StringComparison.Ordinal))
        {
            _pending.RemoveAll(access => access.Queue == queue);
            return;
        }

        _pending.AddRange(reads.Select(place => (queue, place, false)));
        _pending.AddRange(writes.Select(place => (queue, place, true)));
    }

    /// <summary>Waits for what other queues still do to the same bytes.</summary>
    private void Order(int queue, string[] reads, string[] writes)
    {
        foreach (var other in Enumerable.Range(0, 3).Where(other => other != queue && _pending.Exists(access => access.Queue == other
            && (writes.Contains(access.Place) || (access.Write && reads.Contains(access.Place))))))
        {
            _compute.Append(CultureInfo.InvariantCulture, $"sync.{QueueNames[other]}\n");
            _pending.RemoveAll(access => access.Queue == other);
        }
    }

    private void Everyone(string barrier)
    {
        Wait(barrier);
        _memory.Append(barrier).Append('\n');
    }

    private void Wait(string how = "sync")
    {
        _compute.Append(how).Append('\n');
        _pending.Clear();
    }
}
