Attribute VB_Name = "Buttons"
Option Explicit

' What each button of ribbon.xml does: run the function of that name in hwit_xl.addin.buttons.

Public Sub HwitCheck(control As IRibbonControl)
    PressButton "check"
End Sub

Public Sub HwitNextFinding(control As IRibbonControl)
    PressButton "next_finding"
End Sub

Public Sub HwitExplain(control As IRibbonControl)
    PressButton "explain"
End Sub

Public Sub HwitProgress(control As IRibbonControl)
    PressButton "progress"
End Sub

Public Sub HwitSubmit(control As IRibbonControl)
    PressButton "submit"
End Sub

Public Sub HwitNextStage(control As IRibbonControl)
    PressButton "next_stage"
End Sub

Public Sub HwitSef(control As IRibbonControl)
    PressButton "sef"
End Sub

Public Sub HwitGlossary(control As IRibbonControl)
    PressButton "glossary"
End Sub

Public Sub HwitAbout(control As IRibbonControl)
    PressButton "about"
End Sub
