using System.Text;
using FsCheck.Fluent;

namespace AccelSim.Traces.Tests;

/// <summary>Damaged, foreign and hostile traces are refused with file, line, value and remedy; nothing else ever comes out.</summary>
public sealed class TraceDamageTests
{
    /// <summary>Header of two blocks of 64 threads.</summary>
    private static readonly string Header = TraceWriter.Header(new TraceModel(2, 64, []));

    private static readonly int HeaderLines = Header.Count(letter => letter == '\n');

    private const string Load = "0010 ffffffff 1 R4 LDG.E.SYS 1 R2 4 1 0x7f0000000000 4 0";

    [Theory]
    [InlineData("", "lacks '-kernel name = ...'")]
    [InlineData("hello world", "a header line begins with '-', as in '-kernel name = k', not with 'hello world'; this is not a kernel's trace")]
    [InlineData("\u007fELF\u0002\u0001\u0001\0", "not with '?ELF????'")]
    [InlineData("-kernel name", "lacks '= value'")]
    [InlineData("-kernel name = k\n-grid dim = (1,1,1)\n#BEGIN_TB", "lacks '-block dim = ...', '-binary version = ...', '-accelsim tracer version = ...'")]
    [InlineData("-grid dim = (1,1,1)\n-grid dim = (1,1,1)", "'grid dim' is given twice")]
    [InlineData("-grid dim = (1,1)", "'grid dim' is '(1,1)', not three extents from 1, as in (4,1,1)")]
    [InlineData("-grid dim = (0,1,1)", "not three extents from 1")]
    [InlineData("-grid dim = (-4,1,1)", "not three extents from 1")]
    [InlineData("-grid dim = (99999999999,1,1)", "not three extents from 1")]
    [InlineData("-grid dim = (2147483647,2147483647,2147483647)", "more than 2147483647 in all")]
    [InlineData("-block dim = (1024,2,1)", "'block dim' is '(1024,2,1)', more than 1024 in all")]
    [InlineData("-block dim = 32", "not three extents from 1")]
    [InlineData("-shmem = -1", "'shmem' is '-1', not a number from 0")]
    [InlineData("-nregs = 300", "'nregs' is '300', not a number from 0 to 256")]
    [InlineData("-binary version = 60", "binary version 60 is not one of 70, 72, 75, 80, 86, 87, 89")]
    [InlineData("-accelsim tracer version = 6", "'accelsim tracer version' is '6', not a number from 1 to 5")]
    [InlineData("-accelsim tracer version = four", "'accelsim tracer version' is 'four'")]
    [InlineData("-enable lineinfo = 2", "not a number from 0 to 1")]
    [InlineData("-shmem base_addr = 0x1ffffffffffffffff", "not a hexadecimal address")]
    [InlineData("-kernel id = ", "'kernel id' is ''")]
    public void Headers_are_checked(string text, string reason)
    {
        var problem = Assert.Throws<TraceException>(() => TraceReading.Read(text));
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.Equal(text.Split('\n').Length - (text.Length == 0 ? 1 : 0), problem.Line);
    }

    [Theory]
    [InlineData("#END_TB", 1, "#END_TB without #BEGIN_TB")]
    [InlineData("warp = 0", 1, "a line of a thread block outside one: #BEGIN_TB is missing")]
    [InlineData(Load, 1, "stands outside the instructions of a warp")]
    [InlineData("#BEGIN", 1, "'#BEGIN' is none of #BEGIN_TB, #END_TB and #traces format")]
    [InlineData("#BEGIN_TB\n#BEGIN_TB", 2, "#BEGIN_TB inside a thread block: the #END_TB before it is missing")]
    [InlineData("#BEGIN_TB\n#END_TB", 2, "the thread block has no line 'thread block = x,y,z'")]
    [InlineData("#BEGIN_TB\nwarp = 0", 2, "a warp before the line 'thread block = x,y,z'")]
    [InlineData("#BEGIN_TB\nthread block = 2,0,0", 2, "an index of the thread block 2 is out of range (0 to 1)")]
    [InlineData("#BEGIN_TB\nthread block = -1,0,0", 2, "an index of the thread block -1 is out of range")]
    [InlineData("#BEGIN_TB\nthread block = 0,0", 2, "a thread block has three indices")]
    [InlineData("#BEGIN_TB\nthread block = 0,0,0,0", 2, "'0,0,0,0' has more than three indices")]
    [InlineData("#BEGIN_TB\nthread block 0,0,0", 2, "lacks '= value'")]
    [InlineData("#BEGIN_TB\nthread block = 0,0,0\nthread block = 0,0,0", 3, "'thread block' is given twice")]
    public void The_frame_of_blocks_is_checked(string text, int line, string reason) => Refused(Header + text, HeaderLines + line, reason);

    [Theory]
    [InlineData("warp = 2", 1, "the warp 2 is out of range (0 to 1)")]
    [InlineData("warp = -1", 1, "the warp -1 is out of range")]
    [InlineData("warp = 0 0", 1, "the warp is '0 0', more than a number")]
    [InlineData("warp = 1\nwarp = 1", 2, "the warp is there twice")]
    [InlineData("insts = 1", 1, "'insts' stands once after each 'warp'")]
    [InlineData("warp = 0\ninsts = 1\ninsts = 1", 3, "'insts' stands once after each 'warp'")]
    [InlineData("warp = 0\ninsts = -1", 2, "the number of instructions -1 is out of range")]
    [InlineData("warp = 0\ninsts = 99999999999", 2, "the number of instructions 99999999999 is out of range (0 to 33554432)")]
    [InlineData("warp = 0\ninsts = 99999999999999999999", 2, "is not a decimal number of 64 bits")]
    [InlineData("warp = 0\ninsts = two", 2, "the number of instructions 'two' is not a decimal number")]
    [InlineData("warp = 0\n" + Load, 2, "stands outside the instructions of a warp")]
    [InlineData("warp = 0\ninsts = 0\n" + Load, 3, "warp 0 announced insts = 0, but more lines follow")]
    [InlineData("warp = 0\ninsts = 2\n" + Load + "\n#END_TB", 4, "warp 0 announced insts = 2, but 1 lines follow")]
    [InlineData("warp = 0\ninsts = 2\n" + Load + "\nwarp = 1", 4, "warp 0 announced insts = 2, but 1 lines follow")]
    [InlineData("warp = 0\ninsts = 1\n" + Load, 3, "the file ends inside a thread block, without #END_TB, after 0 of 2 blocks; it is cut off")]
    [InlineData("#END_TB", 1, "the file ends after 1 thread blocks; the grid of 2x1x1 has 2: it is cut off")]
    public void Warps_are_checked(string text, int line, string reason) => Refused(Header + "#BEGIN_TB\nthread block = 0,0,0\n" + text, HeaderLines + 2 + line, reason);

    [Theory]
    [InlineData("0010", "the line ends where the mask should stand; is the file cut off?")]
    [InlineData("xyz", "the program counter 'xyz' is not a hexadecimal number of at most 32 bits")]
    [InlineData("0010 1ffffffff 0 EXIT 0 0 0", "the mask '1ffffffff' is not a hexadecimal number of at most 32 bits")]
    [InlineData("0010 fffffffg 0 EXIT 0 0 0", "the mask 'fffffffg' is not")]
    [InlineData("0010 ffffffff -1 EXIT 0 0 0", "the number of registers written -1 is out of range (0 to 8)")]
    [InlineData("0010 ffffffff 9 EXIT 0 0 0", "the number of registers written 9 is out of range")]
    [InlineData("0010 ffffffff 1 EXIT 0 0 0", "a register 'EXIT' is not a register (R0 to R255)")]
    [InlineData("0010 ffffffff 1 R256 MOV 0 0 0", "a register 'R256' is not a register")]
    [InlineData("0010 ffffffff 1 R MOV 0 0 0", "a register 'R' is not a register")]
    [InlineData("0010 ffffffff 0 R4 EXIT 0 0 0", "the number of registers read 'EXIT' is not a decimal number")]
    [InlineData("0010 ffffffff 0 exit 0 0 0", "'exit' is not an opcode")]
    [InlineData("0010 ffffffff 0 EX!T 0 0 0", "'EX!T' is not an opcode")]
    [InlineData("0010 ffffffff 0 A2345678901234567890123456789012345678901234567890123456789012345 0 0 0", "'A234567890123456789012345678901234567890...' is not an opcode")]
    [InlineData("0010 ffffffff 0 EXIT 1000 0 0", "the number of registers read 1000 is out of range (0 to 8)")]
    [InlineData("0010 ffffffff 0 EXIT 0 -4 0", "the width of the memory access -4 is out of range (0 to 128)")]
    [InlineData("0010 ffffffff 0 EXIT 0 0 0 0", "'0' stands after the end of the instruction")]
    [InlineData("0010 ffffffff 0 EXIT 0 0 1e5", "the immediate '1e5' is not a decimal number")]
    [InlineData("0010 ffffffff 1 R4 LDG.E 1 R2 0 0", "LDG.E accesses memory, yet its width is 0 and no addresses follow")]
    [InlineData("0010 ffffffff 1 R4 LDG.E 1 R2 4 3 0x10 4 0", "the address mode 3 is out of range (0 to 2)")]
    [InlineData("0010 ffffffff 1 R4 LDG.E 1 R2 4 1 0x10000000000000000 4 0", "the first address '0x10000000000000000' is not a hexadecimal number of at most 64 bits")]
    [InlineData("0010 ffffffff 1 R4 LDG.E 1 R2 4 1 0x10 4294967296 0", "the stride 4294967296 is out of range")]
    [InlineData("0010 f0f00000 1 R4 LDG.E 1 R2 4 1 0x10 4 0", "the mask f0f00000 has gaps")]
    [InlineData("0010 00000007 1 R4 LDG.E 1 R2 4 0 0x10 0x20 0", "2 addresses for a mask 00000007 of 3 lanes; 3 or 32 are expected")]
    [InlineData("0010 00000007 1 R4 LDG.E 1 R2 4 0 0x10 0x20 0x30 0x40 0", "4 addresses for a mask 00000007 of 3 lanes")]
    [InlineData("0010 0000000f 1 R4 LDG.E 1 R2 4 2 0x10 4 4", "the line ends where a delta of addresses should stand")]
    [InlineData("0010 00000003 1 R4 LDG.E 1 R2 4 2 0x10 4 4 4", "'4' stands after the end of the instruction")]
    public void Instructions_are_checked(string line, string reason) =>
        Refused(Header + "#BEGIN_TB\nthread block = 0,0,0\nwarp = 0\ninsts = 1\n" + line + "\n#END_TB\n", HeaderLines + 5, reason);

    [Fact]
    public void More_blocks_than_the_grid_has_are_refused()
    {
        const string Block = "#BEGIN_TB\nthread block = 0,0,0\n#END_TB\n";
        Refused(Header + Block + Block + Block, HeaderLines + 7, "one more thread block than the grid of 2x1x1 has");
    }

    [Fact]
    public void Unknown_opcodes_are_counted_and_named_at_the_end()
    {
        var model = SampleTraces.FfmaChain(2, 64, 3);
        var text = TraceWriter.Write(model).Replace("FFMA", "QFMA.FTZ", StringComparison.Ordinal).Replace("EXIT", "LEAVE", StringComparison.Ordinal);
        var problem = Assert.Throws<TraceException>(() => TraceReading.Read(text));
        Assert.Equal("test.traceg: opcodes without a timing class, with how often they were executed: QFMA.FTZ (12), LEAVE (4); add them to SassTable", problem.Message);
    }

    [Fact]
    public void Endless_lines_and_names_are_refused()
    {
        Refused(new string('-', 100_000), 1, "the line is longer than 65536 bytes");
        Refused("-kernel name = " + new string('k', 10_000_000), 1, "the line is longer than 65536 bytes");
        Refused(string.Concat(Enumerable.Range(0, 200).Select(i => $"-{i} = x\n")), 101, "more than 100 unknown header lines");
        var opcodes = string.Concat(Enumerable.Range(0, 5000).Select(i => $"0010 ffffffff 0 OP{i} 0 0 0 \n"));
        Refused(Header + "#BEGIN_TB\nthread block = 0,0,0\nwarp = 0\ninsts = 5000\n" + opcodes, HeaderLines + 5 + 4096, "thousands of different opcodes are not a program");
    }

    [Fact]
    public void A_trace_cut_anywhere_is_refused()
    {
        var text = Encoding.UTF8.GetBytes(TraceWriter.Write(SampleTraces.VectorAdd(2, 33)));
        for (var length = 0; length < text.Length - 1; length++)
        {
            Assert.Throws<TraceException>(() => TraceReading.Read(text[..length]));
        }

        TraceReading.Read(text);
    }

    [Fact]
    public void A_trace_changed_anywhere_is_read_or_refused() => Law.Holds(
        from model in TraceGenerator.Any
        from changes in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), 6)
        from count in Gen.Choose(1, 3)
        select (model, changes, count),
        subject =>
        {
            var text = Encoding.UTF8.GetBytes(TraceWriter.Write(subject.model)).ToList();
            for (var i = 0; i < subject.count; i++)
            {
                Change(text, subject.changes[2 * i] % text.Count, subject.changes[(2 * i) + 1]);
            }

            try
            {
                TraceReading.Read([.. text]);
            }
            catch (TraceException problem)
            {
                Assert.StartsWith("test.traceg:", problem.Message, StringComparison.Ordinal);
                Assert.InRange(problem.Line, 0, text.Count(letter => letter == '\n') + 1);
            }
        }, count: 2000);

    /// <summary>Overwrites, inserts or removes a letter, or takes a line away or doubles it.</summary>
    private static void Change(List<byte> text, int at, int kind)
    {
        const string Letters = "0 9\nfx-#=RL.\0\r,\u007f";
        var letter = (byte)Letters[kind / 8 % Letters.Length];
        switch (kind % 5)
        {
            case 0: text[at] = letter; break;
            case 1: text.Insert(at, letter); break;
            case 2: text.RemoveAt(at); break;
            default:
                var start = text.LastIndexOf((byte)'\n', at) + 1;
                var end = text.IndexOf((byte)'\n', at);
                var line = text.GetRange(start, Math.Max(0, (end < 0 ? text.Count : end + 1) - start));
                if (kind % 5 == 3)
                {
                    text.RemoveRange(start, line.Count);
                    text.Add((byte)'\n');
                }
                else
                {
                    text.InsertRange(start, line);
                }

                break;
        }
    }

    private static void Refused(string text, long line, string reason)
    {
        var problem = Assert.Throws<TraceException>(() => TraceReading.Read(text));
        Assert.StartsWith($"test.traceg:{line}: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
