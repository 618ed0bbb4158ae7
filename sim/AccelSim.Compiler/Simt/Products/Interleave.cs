namespace AccelSim.Compiler.Simt.Products;

/// <summary>Orders instructions so that those of one kind are spread evenly among those of another.</summary>
internal static class Interleave
{
    /// <summary>Runs all actions, <paramref name="side"/> spread among <paramref name="main"/>, the first of them after the first of the main ones.</summary>
    public static void Emit(IReadOnlyList<Action> main, IReadOnlyList<Action> side)
    {
        var done = 0;
        for (var i = 0; i < main.Count; i++)
        {
            main[i]();
            for (var until = ((i + 1) * side.Count) + main.Count - 1; done < until / main.Count; done++)
            {
                side[done]();
            }
        }
    }
}
