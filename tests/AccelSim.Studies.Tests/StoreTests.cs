using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Studies.Tests;

public sealed class StoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("accelsim-study-").FullName;

    private string Store => Path.Combine(_folder, "s.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_come_back_as_they_went() => Law.Holds(
        from text in Gen.Elements("", "a \"quoted\" word", "line\nbreak", "ünïcode ☃", new string('x', 5000))
        from number in ArbMap.Default.GeneratorFor<NormalFloat>()
        from failed in ArbMap.Default.GeneratorFor<bool>()
        select new StudyRow("k", [KeyValuePair.Create("model", text), KeyValuePair.Create("batch", "1")], failed ? [] : [KeyValuePair.Create("cycles", number.Get)], failed ? text + "!" : null),
        row =>
        {
            var line = StudyRowJson.ToLine(row);
            Assert.DoesNotContain((byte)'\n', line);
            Same(row, StudyRowJson.TryRead(line)!);
        });

    /// <summary>Whoever is killed leaves some beginning of the file: at every one of them the complete lines count, and the store goes on.</summary>
    [Fact]
    public void A_store_that_was_cut_anywhere_keeps_its_complete_rows_and_goes_on()
    {
        using (var store = StudyStore.Open(Store))
        {
            foreach (var row in Enumerable.Range(0, 4).Select(Row))
            {
                store.Add(row);
            }
        }

        var whole = File.ReadAllBytes(Store);
        for (var length = 0; length <= whole.Length; length++)
        {
            File.WriteAllBytes(Store, whole[..length]);
            var complete = Math.Max(0, whole.Take(length).Count(b => b == '\n') - 1);
            Assert.Equal(complete, StudyStore.Rows(Store).Count);
            using (var store = StudyStore.Open(Store))
            {
                Assert.Equal(Enumerable.Range(0, 4).Select(i => i < complete), Enumerable.Range(0, 4).Select(i => store.Find(Row(i).Key) is not null));
                store.Add(Row(9));
            }

            var rows = StudyStore.Rows(Store);
            Assert.Equal(complete + 1, rows.Count);
            Same(Row(9), rows[^1]);
        }
    }

    [Fact]
    public void The_last_row_of_a_point_counts()
    {
        using (var store = StudyStore.Open(Store))
        {
            store.Add(Row(1) with { Metrics = [], Error = "no" });
            store.Add(Row(1));
            Assert.Null(store.Find(Row(1).Key)!.Error);
        }

        Same(Row(1), Assert.Single(StudyStore.Rows(Store)));
    }

    [Fact]
    public void A_second_writer_is_refused_and_a_reader_is_not()
    {
        using var store = StudyStore.Open(Store);
        store.Add(Row(0));
        Assert.Contains("another process works on this store", Assert.Throws<StudyStoreException>(() => StudyStore.Open(Store)).Message, StringComparison.Ordinal);
        Assert.Single(StudyStore.Rows(Store));
    }

    [Theory]
    [InlineData("{\"accelsim-study\":2}\n", "is a store of another version (2, this program writes 1)")]
    [InlineData("something else\n", "is not a store of study results")]
    [InlineData("something else", "is not a store of study results")]
    [InlineData("{\"accelsim-study\":1}\nnonsense\n", "line 2: is no result of a study")]
    [InlineData("{\"accelsim-study\":1}\n{\"key\":\"a\"}\n", "line 2: is no result of a study")]
    [InlineData("{\"accelsim-study\":1}\n{\"key\":\"a\",\"at\":{},\"metrics\":{\"x\":\"y\"}}\n", "line 2: is no result of a study")]
    [InlineData("{\"accelsim-study\":1}\n{\"key\":\"a\",\"at\":{},\"metrics\":{\"x\":1}} {}\n", "line 2: is no result of a study")]
    public void What_is_no_store_is_refused_and_left_as_it_is(string text, string reason)
    {
        File.WriteAllText(Store, text);
        Assert.Contains(reason, Assert.Throws<StudyStoreException>(() => StudyStore.Open(Store)).Message, StringComparison.Ordinal);
        Assert.Contains(reason, Assert.Throws<StudyStoreException>(() => StudyStore.Rows(Store)).Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(Store));
    }

    [Fact]
    public void A_store_that_cannot_be_written_says_so() =>
        Assert.Contains("cannot be written", Assert.Throws<StudyStoreException>(() => StudyStore.Open(Path.Combine(_folder, "none", "s.jsonl"))).Message, StringComparison.Ordinal);

    private static StudyRow Row(int number) => new($"key{number}", [KeyValuePair.Create("batch", $"{number}")], [KeyValuePair.Create("cycles", 100.5 + number)], null);

    private static void Same(StudyRow expected, StudyRow actual)
    {
        Assert.Equal((expected.Key, expected.Error), (actual.Key, actual.Error));
        Assert.Equal(expected.At, actual.At);
        Assert.Equal(expected.Metrics, actual.Metrics);
    }
}
